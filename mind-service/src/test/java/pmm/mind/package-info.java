/** Tests of the mind over a real ledger and real gRPC; only the gateway to models is scripted. */
@NullMarked
package pmm.mind;

import org.jspecify.annotations.NullMarked;
