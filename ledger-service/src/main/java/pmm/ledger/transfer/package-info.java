/** The whole ledger as JSON lines, out and in. */
@NullMarked
package pmm.ledger.transfer;

import org.jspecify.annotations.NullMarked;
