/**
 * An Ollama as the keeper of models: where it is, what it has, fetching more, and what may be
 * wrong.
 */
@NullMarked
package pmm.provider.ollama;

import org.jspecify.annotations.NullMarked;
