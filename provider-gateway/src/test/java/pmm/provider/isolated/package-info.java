/** Codecs behind sockets: ours, and hostile ones. */
@NullMarked
package pmm.provider.isolated;

import org.jspecify.annotations.NullMarked;
