/**
 * Makes archives as other programs export them, the same ones for the same seed, for tests and
 * measurements.
 */
@NullMarked
package pmm.mind.archive.generate;

import org.jspecify.annotations.NullMarked;
