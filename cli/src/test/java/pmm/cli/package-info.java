/** The pmm command, run as it is, without its services. */
@NullMarked
package pmm.cli;

import org.jspecify.annotations.NullMarked;
