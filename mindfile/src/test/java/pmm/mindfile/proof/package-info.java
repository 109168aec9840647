/** Tests of the mind file against real SQLite. */
@NullMarked
package pmm.mindfile.proof;

import org.jspecify.annotations.NullMarked;
