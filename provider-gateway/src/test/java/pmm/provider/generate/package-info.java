/** Tests of what a question costs. */
@NullMarked
package pmm.provider.generate;

import org.jspecify.annotations.NullMarked;
