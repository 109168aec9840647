/** The way out: the only code that opens connections or resolves names. */
@NullMarked
package pmm.provider.egress;

import org.jspecify.annotations.NullMarked;
