/** Recorded answers, split at every position. */
@NullMarked
package pmm.provider.codec;

import org.jspecify.annotations.NullMarked;
