/** Activity of Gemini as Google Takeout gives it, as a page or as JSON. */
@NullMarked
package pmm.mind.archive.gemini;

import org.jspecify.annotations.NullMarked;
