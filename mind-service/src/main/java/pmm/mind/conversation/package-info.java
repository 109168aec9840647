/** Talking with the mind: a turn from the message to its outcome, and the trees it grows. */
@NullMarked
package pmm.mind.conversation;

import org.jspecify.annotations.NullMarked;
