/** Reading and writing the ledger, the only memory of this service. */
@NullMarked
package pmm.provider.ledger;

import org.jspecify.annotations.NullMarked;
