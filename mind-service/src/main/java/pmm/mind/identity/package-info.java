/** What the mind is like, and which model it speaks through. */
@NullMarked
package pmm.mind.identity;

import org.jspecify.annotations.NullMarked;
