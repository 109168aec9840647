/** Prompts saved by Google AI Studio. */
@NullMarked
package pmm.mind.archive.aistudio;

import org.jspecify.annotations.NullMarked;
