/** JSON of any size, entry by entry, in bounded memory. */
@NullMarked
package pmm.mind.archive.json;

import org.jspecify.annotations.NullMarked;
