/** The way out with resolvers and certificates of the tests' own. */
@NullMarked
package pmm.provider.egress;

import org.jspecify.annotations.NullMarked;
