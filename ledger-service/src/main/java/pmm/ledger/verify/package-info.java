/** Recomputing the chain, when asked and after each start. */
@NullMarked
package pmm.ledger.verify;

import org.jspecify.annotations.NullMarked;
