/** What a model is given: the frame, memories, promises, the past and the talk at hand. */
@NullMarked
package pmm.mind.context;

import org.jspecify.annotations.NullMarked;
