/** Where the gateway listens, under which names, and what it turns away before any other work. */
@NullMarked
package pmm.ui.door;

import org.jspecify.annotations.NullMarked;
