/** How full a conversation makes a model's window. */
@NullMarked
package pmm.mind.compaction;

import org.jspecify.annotations.NullMarked;
