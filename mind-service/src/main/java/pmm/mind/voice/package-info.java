/** The built-in voice, which answers only with what is in the mind. */
@NullMarked
package pmm.mind.voice;

import org.jspecify.annotations.NullMarked;
