package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.Part;

/**
 * Puts the sources of an answer where they belong. The archive marks them by private characters or
 * brackets in the text and counts their places in that text, so marks are removed from the end.
 */
final class Citations {
  /** A mark ends at the first end mark; what stands within is separated by U+E202. */
  private static final Pattern MARK =
      Pattern.compile("\uE200([^\uE200\uE201]*)\uE201|[\uE200-\uE206]");

  private static final Pattern BRACKETS = Pattern.compile("\u3010[^\u3010\u3011]*\u3011");

  private final List<JsonNode> references;

  private Citations(List<JsonNode> references) {
    this.references = references;
  }

  /** Takes what a message says of its sources. Newer archives say it twice. */
  static Citations take(Fields metadata) {
    List<JsonNode> references = metadata.array("content_references");
    return new Citations(references.isEmpty() ? metadata.array("citations") : references);
  }

  Part.Text apply(String original) {
    if (references.isEmpty() && !mayHoldMarks(original)) {
      return Part.Text.of(original);
    }
    List<Found> found = new ArrayList<>();
    for (JsonNode reference : references) {
      Found place = find(original, reference);
      if (found.stream().noneMatch(place::overlaps)) {
        found.add(place);
      }
    }
    addUnexplainedMarks(original, found);
    if (found.isEmpty()) {
      return Part.Text.of(original);
    }
    found.sort(Comparator.comparingInt(Found::start).thenComparingInt(Found::end));
    StringBuilder text = new StringBuilder();
    List<Part.Citation> citations = new ArrayList<>();
    int copied = 0;
    for (Found place : found) {
      if (place.start() < 0) {
        place.cite(-1, -1, citations);
        continue;
      }
      text.append(original, copied, place.start());
      int at = text.length();
      text.append(place.shown());
      place.cite(at, text.length(), citations);
      copied = place.end();
    }
    String shown = text.append(original, copied, original.length()).toString();
    return new Part.Text(
        shown, citations, shown.equals(original) ? Optional.empty() : Optional.of(original));
  }

  /** Nearly no text does, and a pattern takes its time. */
  private static boolean mayHoldMarks(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '\uE200' && text.charAt(i) <= '\uE206') {
        return true;
      }
    }
    return false;
  }

  private static void addUnexplainedMarks(String original, List<Found> found) {
    Matcher mark = MARK.matcher(original);
    while (mark.find()) {
      String name = mark.group(1) == null ? "" : entityName(mark.group(1));
      Found place = new Found(mark.start(), mark.end(), name, Optional.empty());
      if (found.stream().noneMatch(place::overlaps)) {
        found.add(place);
      }
    }
  }

  /** {@code entity U+E202 ["city","Lisbon"]} shows as a word of the sentence. */
  private static String entityName(String mark) {
    int separator = mark.indexOf('\uE202');
    if (!mark.startsWith("entity") || separator < 0) {
      return "";
    }
    try {
      return Json.whole(Json.read(mark.substring(separator + 1)).path(1).asText(""));
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  /**
   * Where the mark is: offsets are trusted only as far as the text agrees. They count characters or
   * UTF-16 units, by the version.
   */
  private static Found find(String original, JsonNode reference) {
    String matched = Json.whole(reference.path("matched_text").asText(""));
    int start = reference.path("start_idx").asInt(reference.path("start_ix").asInt(-1));
    int end = reference.path("end_idx").asInt(reference.path("end_ix").asInt(-1));
    if (matched.isEmpty()) {
      return start >= 0 && end >= start
          ? byOffset(original, start, end, reference)
          : new Found(-1, -1, "", Optional.of(reference));
    }
    int at = byCharacters(original, start);
    if (at < 0 || !original.startsWith(matched, at)) {
      at = start >= 0 && original.startsWith(matched, start) ? start : original.indexOf(matched);
    }
    return at < 0
        ? new Found(-1, -1, "", Optional.of(reference))
        : found(original, at, at + matched.length(), reference);
  }

  private static Found byOffset(String original, int start, int end, JsonNode reference) {
    int from = byCharacters(original, start);
    int to = byCharacters(original, end);
    return from < 0 || to < 0
        ? new Found(-1, -1, "", Optional.of(reference))
        : found(original, from, to, reference);
  }

  private static int byCharacters(String text, int count) {
    return count < 0 || count > text.codePointCount(0, text.length())
        ? -1
        : text.offsetByCodePoints(0, count);
  }

  /** Marks are removed; words that a reference is about stay. */
  private static Found found(String original, int start, int end, JsonNode reference) {
    String words = original.substring(start, end);
    boolean mark = MARK.matcher(words).find() || BRACKETS.matcher(words).find();
    return new Found(start, end, mark ? label(words, reference) : words, Optional.of(reference));
  }

  private static String label(String words, JsonNode reference) {
    Matcher mark = MARK.matcher(words);
    String name = mark.find() && mark.group(1) != null ? entityName(mark.group(1)) : "";
    return name.isEmpty() && reference.path("type").asText().equals("entity")
        ? Json.whole(reference.path("name").asText(""))
        : name;
  }

  private record Found(int start, int end, String shown, Optional<JsonNode> reference) {
    boolean overlaps(Found other) {
      return start >= 0 && other.start >= 0 && start < other.end && other.start < end;
    }

    /** One citation a page: a group of pages keeps them one level down. */
    void cite(int from, int to, List<Part.Citation> citations) {
      if (reference.isEmpty()) {
        return;
      }
      JsonNode whole = reference.get();
      String raw = Json.raw(whole);
      int before = citations.size();
      for (JsonNode item : whole.path("items")) {
        add(item, from, to, raw, citations);
      }
      if (citations.size() == before) {
        add(
            whole.path("metadata").isObject() ? whole.path("metadata") : whole,
            from,
            to,
            raw,
            citations);
      }
    }

    private static void add(
        JsonNode page, int from, int to, String raw, List<Part.Citation> citations) {
      citations.add(
          new Part.Citation(
              from,
              to,
              Json.whole(page.path("title").asText("")),
              Json.whole(page.path("url").asText("")),
              raw));
    }
  }
}
