/** Archives of Claude: conversations, memories and projects. */
@NullMarked
package pmm.mind.archive.claude;

import org.jspecify.annotations.NullMarked;
