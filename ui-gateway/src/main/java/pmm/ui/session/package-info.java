/** Who is in: one-time codes, sessions, remembered browsers, and the confirmation of grave acts. */
@NullMarked
package pmm.ui.session;

import org.jspecify.annotations.NullMarked;
