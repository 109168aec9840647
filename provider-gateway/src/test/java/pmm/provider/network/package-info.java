/** Tests of the switch and of the calls under way. */
@NullMarked
package pmm.provider.network;

import org.jspecify.annotations.NullMarked;
