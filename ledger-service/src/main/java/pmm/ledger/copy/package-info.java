/**
 * Copies of the ledger: snapshots in the home, what is restored from them, and backups elsewhere.
 */
@NullMarked
package pmm.ledger.copy;

import org.jspecify.annotations.NullMarked;
