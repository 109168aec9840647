/** Exported ledgers of PMM's Python predecessors, with their chain of hashes checked. */
@NullMarked
package pmm.mind.archive.predecessor;

import org.jspecify.annotations.NullMarked;
