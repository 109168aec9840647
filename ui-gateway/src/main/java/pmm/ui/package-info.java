/** The process at the door: puts its parts together and runs them. */
@NullMarked
package pmm.ui;

import org.jspecify.annotations.NullMarked;
