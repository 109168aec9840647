/** How the mind came to be what it is: the person's feedback, and the steps of its figures. */
@NullMarked
package pmm.mind.growth;

import org.jspecify.annotations.NullMarked;
