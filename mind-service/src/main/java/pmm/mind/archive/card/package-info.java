/** Character cards in their three versions, as JSON, in a picture, or in a CHARX. */
@NullMarked
package pmm.mind.archive.card;

import org.jspecify.annotations.NullMarked;
