/** What the ledger says about models, consents and the network, together. */
@NullMarked
package pmm.provider.control;

import org.jspecify.annotations.NullMarked;
