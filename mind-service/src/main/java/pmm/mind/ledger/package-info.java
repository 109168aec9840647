/** What the mind reads and writes: appends, events, and the state that follows from them. */
@NullMarked
package pmm.mind.ledger;

import org.jspecify.annotations.NullMarked;
