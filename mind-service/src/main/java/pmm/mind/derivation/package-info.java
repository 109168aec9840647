/** What follows from a message and its answer: the acts that an append holds beside the outcome. */
@NullMarked
package pmm.mind.derivation;

import org.jspecify.annotations.NullMarked;
