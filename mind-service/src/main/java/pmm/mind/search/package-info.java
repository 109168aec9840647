/** Finding again what was said, here or to another assistant. */
@NullMarked
package pmm.mind.search;

import org.jspecify.annotations.NullMarked;
