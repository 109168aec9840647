/** The whole service over real gRPC, a real ledger and real HTTP. */
@NullMarked
package pmm.provider;

import org.jspecify.annotations.NullMarked;
