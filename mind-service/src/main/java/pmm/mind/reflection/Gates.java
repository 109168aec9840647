package pmm.mind.reflection;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import pmm.mindstate.Autonomy;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.mindstate.QuietHours;
import pmm.mindstate.Reflections;

/**
 * When the mind may look back by itself.
 *
 * @param next the first moment at which it may, if nothing else happens; null if something else has
 *     to happen first
 * @param waitingFor what it waits for, for a person
 */
record Gates(@Nullable Instant next, String waitingFor) {
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
      return waiting(
          autonomy.state().equals(Autonomy.PAUSED)
              ? "Autonomy is paused until you resume it."
              : "Autonomy is off.");
    }
    if (mind.models().selected().modelId().equals(Models.BUILT_IN)) {
      return waiting("No model is chosen, and the built-in voice does not reflect.");
    }
    if (past.isRefused()) {
      return waiting(
          "A consent, the network mode or the model to change: what would have left for the last"
              + " reflection was refused (event "
              + past.refusedEventId()
              + ").");
    }
    long missing = LEAST_EXCHANGES - past.exchangesAfter(tried.through());
    if (missing > 0) {
      return waiting(missing == 1 ? "One more exchange." : missing + " more exchanges.");
    }
    if (autonomy.tokensPerDay() == 0) {
      return waiting("A budget of no tokens lets it do nothing.");
    }
    long lastMs = Math.max(Math.max(past.lastMs(), past.exchangeMs()), tried.ms());
    Instant earliest = Instant.ofEpochMilli(lastMs).plus(REST);
    String why = "A minute after the last exchange.";
    if (past.tokensOn(now.toEpochMilli()) >= autonomy.tokensPerDay()) {
      earliest = later(earliest, tomorrow(now));
      why = "The tokens of the day are used up; they count anew at midnight (UTC).";
    }
    Instant from = later(earliest, now);
    ZoneId zone = autonomy.zone(here);
    Instant loud = autonomy.quietHours().map(quiet -> afterQuiet(quiet, from, zone)).orElse(from);
    return loud.isAfter(from)
        ? new Gates(loud, "The end of your quiet hours.")
        : new Gates(earliest, earliest.isAfter(now) ? why : "Nothing: it is about to reflect.");
  }

  /** Whether it may now. */
  boolean isOpen(Instant now) {
    return next != null && !next.isAfter(now);
  }

  private static Gates waiting(String forWhat) {
    return new Gates(null, forWhat);
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
