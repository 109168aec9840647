/**
 * Ledgers of PMM's Python predecessors, exported or as databases, with their chain of hashes
 * checked.
 */
@NullMarked
package pmm.mind.archive.predecessor;

import org.jspecify.annotations.NullMarked;
