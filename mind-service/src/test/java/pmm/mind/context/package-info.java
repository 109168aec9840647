/** Tests of the context that a model is given. */
@NullMarked
package pmm.mind.context;

import org.jspecify.annotations.NullMarked;
