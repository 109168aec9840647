package pmm.mind.context;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.ledger.v1.Event;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;

/**
 * The prompt of an answer, rebuilt from its receipt.
 *
 * @param sources what it was made from, in prompt order; forgotten ones are empty
 * @param leftOut what had no room
 * @param prompt the prompt as it is rebuilt now
 * @param confirmation whether it is the one that was given
 */
public record Trace(
    List<Source> sources, List<String> leftOut, Prompt prompt, Confirmation confirmation) {

  /** Whether a receipt can be checked. */
  public enum Confirmation {
    /** The rebuilt prompt is the one that was given. */
    CONFIRMED,
    /** Something it was made from was forgotten. */
    NO_LONGER_POSSIBLE,
    /** The rebuilt prompt is another. */
    DIFFERS
  }

  /** Copies the lists. */
  public Trace {
    sources = List.copyOf(sources);
    leftOut = List.copyOf(leftOut);
  }

  /** Rebuilds the prompt of an outcome, or nothing if it holds no receipt. */
  public static Optional<Trace> of(Event outcome, Ledger ledger, EventReader reader) {
    JsonNode receipt = Events.meta(outcome).path("receipt");
    if (receipt.isMissingNode()) {
      return Optional.empty();
    }
    List<Source> sources = sources(receipt.path("sources"), reader);
    List<String> leftOut = new ArrayList<>();
    receipt.path("left_out").forEach(sentence -> leftOut.add(sentence.asText()));
    Optional<String> frame =
        ledger
            .blob(receipt.path("frame_blob").asText())
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    Prompt prompt =
        Prompt.of(receipt.path("rules").asText(), frame.orElse(Source.FORGOTTEN), sources, leftOut);
    boolean gone = frame.isEmpty() || sources.stream().anyMatch(Source::isForgotten);
    Confirmation confirmation =
        prompt.hash().equals(receipt.path("prompt_hash").asText())
            ? Confirmation.CONFIRMED
            : gone ? Confirmation.NO_LONGER_POSSIBLE : Confirmation.DIFFERS;
    return Optional.of(new Trace(sources, leftOut, prompt, confirmation));
  }

  private static List<Source> sources(JsonNode rows, EventReader reader) {
    List<Long> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.path("event_id").asLong()));
    List<Event> events = reader.all(ids);
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      JsonNode row = rows.path(i);
      Section section = Section.of(row.path("section").asText());
      double score = row.path("score_milli").asLong() / 1000.0;
      sources.add(Source.of(section, events.get(i), score));
    }
    return sources;
  }
}
