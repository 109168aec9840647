/** The ways to the other services, and how they are. */
@NullMarked
package pmm.ui.mesh;

import org.jspecify.annotations.NullMarked;
