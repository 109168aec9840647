/** The person's word on what the mind believes. */
@NullMarked
package pmm.mind.memory;

import org.jspecify.annotations.NullMarked;
