/** What every process of the mesh needs to be one: start, health, rights, errors, streams, stop. */
@NullMarked
package pmm.rpc;

import org.jspecify.annotations.NullMarked;
