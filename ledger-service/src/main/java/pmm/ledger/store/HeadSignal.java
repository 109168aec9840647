package pmm.ledger.store;

import java.util.function.BooleanSupplier;

/** The id of the last event, for those who wait for it to grow. */
public final class HeadSignal implements AutoCloseable {
  private long head;
  private long history;
  private boolean closed;

  /** The last event, or 0. */
  public synchronized long head() {
    return head;
  }

  /** Counts how often what was before was replaced; waiting ends when it grows. */
  public synchronized long history() {
    return history;
  }

  /** Whether nothing more will come. */
  public synchronized boolean isClosed() {
    return closed;
  }

  /** Waits until there is an event after {@code id}, or nothing more will come, or one gives up. */
  public synchronized void awaitAfter(long id, BooleanSupplier givesUp)
      throws InterruptedException {
    long before = history;
    while (head <= id && history == before && !closed && !givesUp.getAsBoolean()) {
      wait();
    }
  }

  /**
   * Waits until there is an event in another history than this one, as {@link #history} counts
   * them.
   *
   * @return whether there is; nothing more will come otherwise
   */
  public synchronized boolean awaitHistoryOtherThan(long known) throws InterruptedException {
    while ((head == 0 || history == known) && !closed) {
      wait();
    }
    return !closed;
  }

  /** Lets those who wait see whether they have given up. */
  public synchronized void wake() {
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized void replaced() {
    history++;
    head = 0;
    notifyAll();
  }

  synchronized void moved(long id) {
    head = Math.max(head, id);
    notifyAll();
  }
}
