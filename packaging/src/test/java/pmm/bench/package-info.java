/** What the ledger costs, against the plainest tools that do a part of the same. */
@NullMarked
package pmm.bench;

import org.jspecify.annotations.NullMarked;
