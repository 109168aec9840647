/** A network of its own around the mesh, and the account of what went out by it. */
@NullMarked
package pmm.wayout;

import org.jspecify.annotations.NullMarked;
