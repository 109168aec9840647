/** Forgetting words for good, wherever this home holds them. */
@NullMarked
package pmm.ledger.forget;

import org.jspecify.annotations.NullMarked;
