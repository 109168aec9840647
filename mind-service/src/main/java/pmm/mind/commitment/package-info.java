/** The promises as the person sees them and acts on them. */
@NullMarked
package pmm.mind.commitment;

import org.jspecify.annotations.NullMarked;
