/** Adding events: who may append which kind. */
@NullMarked
package pmm.ledger.append;

import org.jspecify.annotations.NullMarked;
