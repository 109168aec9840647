/** Recognises the archives of other assistants by their content, and streams what they hold. */
@NullMarked
package pmm.mind.archive;

import org.jspecify.annotations.NullMarked;
