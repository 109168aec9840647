/** Tests of the reducers and grammars. */
@NullMarked
package pmm.mindstate;

import org.jspecify.annotations.NullMarked;
