/** Where an answer comes from: the built-in voice or a model behind the gateway. */
@NullMarked
package pmm.mind.generation;

import org.jspecify.annotations.NullMarked;
