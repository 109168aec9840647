package pmm.provider.generate;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pmm.provider.generate.Answer.Phase;

/** Repeats the phase until the first word, so that a closed page is noticed. */
final class Ticker implements AutoCloseable {

  private static final long EVERY_MILLIS = 200;
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("phases").factory());

  private final Answer answer;
  private final ScheduledFuture<?> ticks;
  private @Nullable Phase phase;

  Ticker(Answer answer) {
    this.answer = answer;
    ticks =
        CLOCK.scheduleAtFixedRate(this::tick, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void enter(Phase next) {
    phase = next;
    answer.phase(next);
  }

  /** After this, no phase is sent any more. */
  @Override
  public synchronized void close() {
    phase = null;
    ticks.cancel(false);
  }

  private synchronized void tick() {
    if (phase != null) {
      answer.phase(phase);
    }
  }
}
