/**
 * What the events mean: pure reducers and grammars, without clock, randomness, network or storage.
 */
@NullMarked
package pmm.mindstate;

import org.jspecify.annotations.NullMarked;
