/** The identity check: a model is asked what the mind knows of itself, and how far it is off. */
@NullMarked
package pmm.mind.check;

import org.jspecify.annotations.NullMarked;
