/** The pmm command: one file a command, each a thin client of the four services. */
@NullMarked
package pmm.cli;

import org.jspecify.annotations.NullMarked;
