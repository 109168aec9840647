/** Reading events, chunks and derived values, and searching for words. */
@NullMarked
package pmm.ledger.read;

import org.jspecify.annotations.NullMarked;
