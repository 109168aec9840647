/** Tests of the whole product: the real processes, started as a person starts them. */
@NullMarked
package pmm.mesh;

import org.jspecify.annotations.NullMarked;
