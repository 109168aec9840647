/** The contracts of the other services, passed through by an allow-list without being decoded. */
@NullMarked
package pmm.ui.pass;

import org.jspecify.annotations.NullMarked;
