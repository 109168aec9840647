/** What the mind does without being spoken to: it looks back, and reminds of what is due. */
@NullMarked
package pmm.mind.reflection;

import org.jspecify.annotations.NullMarked;
