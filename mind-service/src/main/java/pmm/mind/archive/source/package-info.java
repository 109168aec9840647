/** The files of an archive, whether packed, in a folder or alone, read without trusting them. */
@NullMarked
package pmm.mind.archive.source;

import org.jspecify.annotations.NullMarked;
