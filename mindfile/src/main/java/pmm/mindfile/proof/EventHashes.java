package pmm.mindfile.proof;

/** Hands out the hashes of events in order, each once: where the leaves of a tree come from. */
@FunctionalInterface
public interface EventHashes<E extends Exception> {
  /** The 32-byte hash of the next event, from event 1. */
  byte[] next() throws E;
}
