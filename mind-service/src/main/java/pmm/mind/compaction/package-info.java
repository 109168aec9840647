/** How full a conversation makes a model's window, and the summaries that make room in it. */
@NullMarked
package pmm.mind.compaction;

import org.jspecify.annotations.NullMarked;
