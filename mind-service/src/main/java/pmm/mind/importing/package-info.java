/** Takes archives of other assistants in: uploaded, looked at, then stored without loss. */
@NullMarked
package pmm.mind.importing;

import org.jspecify.annotations.NullMarked;
