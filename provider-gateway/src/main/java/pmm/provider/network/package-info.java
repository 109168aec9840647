/** The one switch, the calls under way, and the account of every use. */
@NullMarked
package pmm.provider.network;

import org.jspecify.annotations.NullMarked;
