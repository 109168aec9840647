/** Agents of Letta (.af), old and new: templates more than lives. */
@NullMarked
package pmm.mind.archive.letta;

import org.jspecify.annotations.NullMarked;
