package pmm.mind.reflection;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.mindstate.Autonomy;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.mindstate.QuietHours;
import pmm.mindstate.Reflections;
import pmm.mindstate.Sentences;

/**
 * When the mind may look back by itself.
 *
 * @param next the first moment at which it may, if nothing else happens; null if something else has
 *     to happen first
 * @param waitsFor what it waits for, in one word
 * @param missing with "exchanges": how many
 */
record Gates(@Nullable Instant next, String waitsFor, long missing) {
  private static final long LEAST_EXCHANGES = 2;
  private static final Duration REST = Duration.ofSeconds(60);

  /**
   * Returns when a mind may look back.
   *
   * @param tried what was tried since it last did, and left no event
   * @param here the zone of quiet hours that name none
   */
  static Gates of(MindState mind, Tried tried, Instant now, ZoneId here) {
    Autonomy autonomy = mind.autonomy();
    Reflections past = mind.reflections();
    if (!autonomy.isOn()) {
      return waiting(autonomy.state());
    }
    if (mind.models().selected().modelId().equals(Models.BUILT_IN)) {
      return waiting("no_model");
    }
    if (past.isRefused()) {
      return waiting("refused");
    }
    long missing = LEAST_EXCHANGES - past.exchangesAfter(tried.through());
    if (missing > 0) {
      return new Gates(null, "exchanges", missing);
    }
    if (autonomy.tokensPerDay() == 0) {
      return waiting("no_budget");
    }
    long lastMs = Math.max(Math.max(past.lastMs(), past.exchangeMs()), tried.ms());
    Instant earliest = Instant.ofEpochMilli(lastMs).plus(REST);
    String why = "rest";
    if (past.tokensOn(now.toEpochMilli()) >= autonomy.tokensPerDay()) {
      earliest = later(earliest, tomorrow(now));
      why = "budget";
    }
    Instant from = later(earliest, now);
    ZoneId zone = autonomy.zone(here);
    Instant loud = autonomy.quietHours().map(quiet -> afterQuiet(quiet, from, zone)).orElse(from);
    return loud.isAfter(from)
        ? new Gates(loud, "quiet", 0)
        : new Gates(earliest, earliest.isAfter(now) ? why : "nothing", 0);
  }

  /** Says what it waits for, to a person. */
  String inWords() {
    return Sentences.ENGLISH.say("waits." + waitsFor, Map.of("missing", missing));
  }

  /** Whether it may now. */
  boolean isOpen(Instant now) {
    return next != null && !next.isAfter(now);
  }

  private static Gates waiting(String forWhat) {
    return new Gates(null, forWhat, 0);
  }

  private static Instant tomorrow(Instant now) {
    return now.atZone(ZoneOffset.UTC)
        .toLocalDate()
        .plusDays(1)
        .atStartOfDay(ZoneOffset.UTC)
        .toInstant();
  }

  private static Instant afterQuiet(QuietHours quiet, Instant from, ZoneId zone) {
    ZonedDateTime here = from.atZone(zone);
    LocalTime time = here.toLocalTime();
    if (!quiet.hold(time)) {
      return from;
    }
    ZonedDateTime end = here.toLocalDate().atTime(quiet.to()).atZone(zone);
    return (end.isAfter(here) ? end : end.plusDays(1)).toInstant();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
