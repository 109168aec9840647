/** What taking archives in does. */
@NullMarked
package pmm.mind.importing;

import org.jspecify.annotations.NullMarked;
