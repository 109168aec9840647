/**
 * A model server that follows a script, for tests and journeys: the providers' real wire formats,
 * and their faults.
 */
@NullMarked
package pmm.provider.scripted;

import org.jspecify.annotations.NullMarked;
