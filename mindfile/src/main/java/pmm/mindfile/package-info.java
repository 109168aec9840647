/** The one file of a mind: its schema, hash chain, append, verify, search and JSON lines. */
@NullMarked
package pmm.mindfile;

import org.jspecify.annotations.NullMarked;
