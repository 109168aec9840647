/**
 * Everything that was said, as documents that other programs read: conversations are put together
 * from their events, one at a time, without clock, network or storage.
 */
@NullMarked
package pmm.mindstate.transcript;

import org.jspecify.annotations.NullMarked;
