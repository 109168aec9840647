/** The wire formats of models as pure functions of bytes: no sockets, no clock, no keys. */
@NullMarked
package pmm.provider.codec;

import org.jspecify.annotations.NullMarked;
