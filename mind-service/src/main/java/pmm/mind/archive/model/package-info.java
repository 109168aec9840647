/**
 * What an archive of talk holds, whatever program wrote it: the canonical form all readers yield.
 */
@NullMarked
package pmm.mind.archive.model;

import org.jspecify.annotations.NullMarked;
