/** Which models there are, where they run, and their keys. */
@NullMarked
package pmm.provider.model;

import org.jspecify.annotations.NullMarked;
