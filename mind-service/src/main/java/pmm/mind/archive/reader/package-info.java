/** What every reader of a format is: it recognises its files and hands on what they hold. */
@NullMarked
package pmm.mind.archive.reader;

import org.jspecify.annotations.NullMarked;
