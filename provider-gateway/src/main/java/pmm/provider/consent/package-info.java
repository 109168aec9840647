/** What the person has allowed, folded from events. */
@NullMarked
package pmm.provider.consent;

import org.jspecify.annotations.NullMarked;
