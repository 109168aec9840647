/** Recomputing the chain, when asked, after each start and whenever the file was replaced. */
@NullMarked
package pmm.ledger.verify;

import org.jspecify.annotations.NullMarked;
