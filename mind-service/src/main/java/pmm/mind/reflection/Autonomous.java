package pmm.mind.reflection;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.mind.derivation.Consequences;
import pmm.mind.generation.Hearing;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Pause;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.MindState;
import pmm.mindstate.Novelty;
import pmm.mindstate.Reflections;
import pmm.mindstate.TraitRules;

/**
 * Does by itself what is due, where the person has turned that on. A tick that changes nothing
 * writes nothing.
 */
final class Autonomous implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Autonomous.class);
  private static final Duration BETWEEN_TICKS = Duration.ofSeconds(1);
  private static final int SKIPS_IN_A_ROW = 3;

  private final Ledger ledger;
  private final EventReader reader;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final Reflecting reflecting;
  private final Reminders reminders;
  private final InstantSource clock;
  private final ZoneId zone;
  private final CancellableContext living = Context.ROOT.withCancellation();
  private final List<List<Long>> skipped = new ArrayList<>();
  private volatile CancellableContext call = Context.ROOT.withCancellation();
  private volatile Tried tried = Tried.NEVER;
  private volatile int skippedInARow;

  /** What was said until then and brought nothing new is not looked at again. */
  private volatile long skippedThrough;

  private volatile Reflecting.@Nullable Done last;

  Autonomous(
      Ledger ledger,
      EventReader reader,
      MindKeeper keeper,
      WriteOrder order,
      Reflecting reflecting,
      InstantSource clock,
      ZoneId zone) {
    this.ledger = ledger;
    this.reader = reader;
    this.keeper = keeper;
    this.order = order;
    this.reflecting = reflecting;
    this.reminders = new Reminders(ledger, keeper, order);
    this.clock = clock;
    this.zone = zone;
  }

  /** Ticks from now on, on a thread of its own. */
  void start() {
    Thread.ofVirtual().name("autonomy").start(living.wrap(this::live));
  }

  private void live() {
    while (!living.isCancelled() && Pause.take(BETWEEN_TICKS)) {
      try {
        tick();
      } catch (RuntimeException e) {
        log.warn("The mind could not act by itself: {}", e.toString());
      }
    }
  }

  /** Does what is due now. */
  synchronized void tick() {
    if (living.isCancelled() || !keeper.isLevel()) {
      return;
    }
    MindState mind = keeper.state();
    Instant now = clock.instant();
    if (tried.through() > mind.through()) {
      // What was tried is not in the history that took its place.
      tried = Tried.NEVER;
      skippedThrough = 0;
    }
    if (!isQuiet(mind, now)) {
      reminders.raise(now.toEpochMilli());
    }
    if (Gates.of(mind, tried, now, zone).isOpen(now)) {
      lookBack(mind, now);
    }
  }

  private boolean isQuiet(MindState mind, Instant now) {
    return mind.autonomy()
        .quietHours()
        .filter(quiet -> quiet.hold(now.atZone(mind.autonomy().zone(zone)).toLocalTime()))
        .isPresent();
  }

  /** Returns when the mind will next look back, and what it waits for. */
  Gates gates(MindState mind) {
    return Gates.of(mind, tried, clock.instant(), zone);
  }

  /** Returns how many reflections in a row were left out. */
  int skippedInARow() {
    return skippedInARow;
  }

  /** Returns how the last one ended; null before the first. */
  Reflecting.@Nullable Done last() {
    return last;
  }

  /**
   * Whatever comes of it, it is not tried again before more was said; what was not let out is, once
   * that may have changed.
   */
  private void lookBack(MindState mind, Instant now) {
    Tried before = tried;
    Reflections past = mind.reflections();
    RecentTalk talk = RecentTalk.read(reader, past, past.leftAfter(skippedThrough));
    tried = new Tried(mind.through(), now.toEpochMilli());
    if (talk.novelty() < Novelty.LEAST) {
      skippedThrough = mind.through();
      skip(talk);
      skippedInARow = skipped.size();
      return;
    }
    skipped.clear();
    skippedInARow = 0;
    long left = mind.autonomy().tokensPerDay() - past.tokensOn(now.toEpochMilli());
    Reflecting.Wish wish = new Reflecting.Wish(UUID.randomUUID().toString(), null, talk, left);
    inACallOfItsOwn(() -> {
      Reflecting.Done done = reflecting.reflect(wish, new Hearing(step -> {}));
      last = done;
      log.info("Reflected: {}", done.result());
    });
    if (keeper.await(ledger.head()).reflections().isRefused()) {
      tried = before;
    }
  }

  private void inACallOfItsOwn(Runnable act) {
    CancellableContext own = Context.current().withCancellation();
    call = own;
    try {
      // Asked once the call can be ended: whoever turned it off before found none to end.
      if (keeper.state().autonomy().isOn()) {
        own.run(act);
      }
    } finally {
      own.cancel(null);
    }
  }

  /** Ends the call under way, if any: the mind is to do nothing by itself any more. */
  void stop() {
    call.cancel(null);
  }

  /** No event keeps a skip: only the third in a row moves something. */
  private void skip(RecentTalk talk) {
    skipped.add(talk.answers());
    if (skipped.size() < SKIPS_IN_A_ROW) {
      return;
    }
    List<Long> causes = skipped.stream().flatMap(List::stream).sorted().distinct().toList();
    skipped.clear();
    order.inTurn(() -> {
      MindState mind = keeper.levelState();
      if (!mind.autonomy().isOn()) {
        return mind;
      }
      List<Draft> steps =
          TraitRules.ofSameness(mind, causes).stream()
              .map(change -> Consequences.of(mind, change))
              .toList();
      steps.forEach(step -> step.meta().put("skipped", SKIPS_IN_A_ROW));
      return steps.isEmpty()
          ? mind
          : keeper.take(ledger.append(UUID.randomUUID().toString(), steps, List.of()));
    });
  }

  /** Ends what is under way; nothing of it is written. */
  @Override
  public void close() {
    living.cancel(null);
  }
}
