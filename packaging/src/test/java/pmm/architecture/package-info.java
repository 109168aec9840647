/** The shape of the code, held by tests over its classes. */
@NullMarked
package pmm.architecture;

import org.jspecify.annotations.NullMarked;
