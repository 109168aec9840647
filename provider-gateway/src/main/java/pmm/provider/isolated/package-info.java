/**
 * Codecs that run as programs of their own, without network and keys, and what keeps them in
 * bounds.
 */
@NullMarked
package pmm.provider.isolated;

import org.jspecify.annotations.NullMarked;
