/** The gRPC contracts of this service. */
@NullMarked
package pmm.provider.service;

import org.jspecify.annotations.NullMarked;
