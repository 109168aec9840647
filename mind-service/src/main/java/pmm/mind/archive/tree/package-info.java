/**
 * Trees of messages in an order and under names that follow from what they say, never from the
 * place in a file.
 */
@NullMarked
package pmm.mind.archive.tree;

import org.jspecify.annotations.NullMarked;
