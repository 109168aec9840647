/** One prompt, one answer: codecs, patience and resilience around the way out. */
@NullMarked
package pmm.provider.generate;

import org.jspecify.annotations.NullMarked;
