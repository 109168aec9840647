package pmm.mind.importing;

import org.jspecify.annotations.Nullable;

/**
 * How an event names another one.
 *
 * @param role what the other is to it, such as "parent"
 * @param to the other; null for none
 */
record Link(String role, @Nullable Ref to) {}
