/** What can go wrong on the way to a model, in one list. */
@NullMarked
package pmm.provider.failure;

import org.jspecify.annotations.NullMarked;
