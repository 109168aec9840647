/** The only process that may talk to a model, local or remote. */
@NullMarked
package pmm.provider;

import org.jspecify.annotations.NullMarked;
