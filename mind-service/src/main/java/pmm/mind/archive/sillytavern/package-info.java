/** Chats of SillyTavern, and of Chub in its shape: a line each message. */
@NullMarked
package pmm.mind.archive.sillytavern;

import org.jspecify.annotations.NullMarked;
