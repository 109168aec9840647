/** The only process that opens mind.db, and who may do what with it. */
@NullMarked
package pmm.ledger;

import org.jspecify.annotations.NullMarked;
