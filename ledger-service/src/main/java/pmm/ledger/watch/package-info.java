/** Following the chain from any event on, without a gap. */
@NullMarked
package pmm.ledger.watch;

import org.jspecify.annotations.NullMarked;
