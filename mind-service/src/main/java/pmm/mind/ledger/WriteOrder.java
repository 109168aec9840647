package pmm.mind.ledger;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** One writer at a time: what each writes follows from a mind that knows those before it. */
public final class WriteOrder {
  private final ReentrantLock lock = new ReentrantLock();

  /** Writes when it is its turn, and returns what was written. */
  public <T> T inTurn(Supplier<T> writing) {
    lock.lock();
    try {
      return writing.get();
    } finally {
      lock.unlock();
    }
  }
}
