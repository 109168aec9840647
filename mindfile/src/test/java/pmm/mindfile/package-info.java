/** Tests of the mind file against real SQLite. */
@NullMarked
package pmm.mindfile;

import org.jspecify.annotations.NullMarked;
