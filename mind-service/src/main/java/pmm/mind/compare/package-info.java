/** Comparing models on one question, of which nothing is kept. */
@NullMarked
package pmm.mind.compare;

import org.jspecify.annotations.NullMarked;
