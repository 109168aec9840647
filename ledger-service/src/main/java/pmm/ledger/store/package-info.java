/** The one open mind file, what is wrong with it at the moment, and what its failures mean. */
@NullMarked
package pmm.ledger.store;

import org.jspecify.annotations.NullMarked;
