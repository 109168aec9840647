/** What a browser loads: the page, and the doorway that leads to it. */
@NullMarked
package pmm.ui.page;

import org.jspecify.annotations.NullMarked;
