/** The reasons and roles of the mind's contracts. */
@NullMarked
package pmm.mind.contract;

import org.jspecify.annotations.NullMarked;
