/** The process that speaks: its start and its wiring. */
@NullMarked
package pmm.mind;

import org.jspecify.annotations.NullMarked;
