package pmm.mind.importing;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.ImportReport;

/** An import under way, or how it ended. Those who watch it never slow it down. */
final class Run {
  private static final long BETWEEN_LOOKS_MS = Duration.ofMillis(100).toMillis();

  private final String requestId;
  private volatile Progress progress = Progress.COMPARING;
  private volatile boolean cancelled;
  private @Nullable ImportReport report;
  private @Nullable RuntimeException failure;

  Run(String requestId) {
    this.requestId = requestId;
  }

  String requestId() {
    return requestId;
  }

  /** Says how far it has come. */
  void at(Progress now) {
    progress = now;
  }

  /** Has it end soon; what it stored stays. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  synchronized boolean isUnderWay() {
    return report == null && failure == null;
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  /** Does the work, and keeps what comes of it. */
  void complete(Supplier<ImportReport> work) {
    try {
      ImportReport done = work.get();
      synchronized (this) {
        report = done;
      }
    } catch (RuntimeException e) {
      synchronized (this) {
        failure = e;
      }
    } catch (Error e) {
      synchronized (this) {
        failure = new IllegalStateException("the import ended", e);
      }
      throw e;
    } finally {
      wake();
    }
  }

  /** Has everyone who watches look whether they still want to. */
  synchronized void wake() {
    notifyAll();
  }

  /**
   * Waits for the report, and shows now and then how far it has come.
   *
   * @param gone whether nobody waits any more
   * @return nothing where nobody waits any more
   * @throws RuntimeException what the run failed with
   */
  Optional<ImportReport> watch(Consumer<Progress> shown, BooleanSupplier gone)
      throws InterruptedException {
    Progress last = null;
    while (isUnderWay() && !gone.getAsBoolean()) {
      Progress now = progress;
      if (now != last) {
        shown.accept(now);
        last = now;
      }
      synchronized (this) {
        if (report == null && failure == null) {
          wait(BETWEEN_LOOKS_MS);
        }
      }
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
      return Optional.ofNullable(report);
    }
  }
}
