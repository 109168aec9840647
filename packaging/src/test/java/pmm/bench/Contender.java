package pmm.bench;

import java.util.function.DoubleSupplier;

/**
 * A way with a name.
 *
 * @param cpuSeconds the processor time that its processes have used so far
 */
record Contender(String name, Way way, DoubleSupplier cpuSeconds) {}
