package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
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
  /** How much may be looked for in one conversation, in characters times references. */
  static final class Effort {
    private long left = 1L << 31;

    private boolean spend(long characters, long times) {
      left -= characters * times;
      return left >= 0;
    }
  }

  /** No answer has more marks or sources. What goes beyond stays as the archive has it. */
  private static final int MOST = 10_000;

  /** A mark ends at the first end mark; what stands within is separated by U+E202. */
  private static final Pattern MARK =
      Pattern.compile("\uE200([^\uE200\uE201]*)\uE201|[\uE200-\uE206]");

  private static final Pattern BRACKETS = Pattern.compile("\u3010[^\u3010\u3011]*\u3011");

  private final String name;
  private final Effort effort;

  /** Those that no text was found for yet. */
  private List<JsonNode> references;

  private int room = MOST;

  private Citations(String name, List<JsonNode> references, Effort effort) {
    this.name = name;
    this.references = references;
    this.effort = effort;
  }

  /** Takes what a message says of its sources. Newer archives say it twice. */
  static Citations take(Fields metadata, Effort effort) {
    List<JsonNode> newer = metadata.array("content_references");
    return newer.isEmpty()
        ? new Citations("citations", metadata.array("citations"), effort)
        : new Citations("content_references", newer, effort);
  }

  /** A text of the message, with those of its sources that have a place in it. */
  Part.Text apply(String original) {
    int marks = marks(original);
    if ((references.isEmpty() && marks == 0)
        || marks > MOST
        || !effort.spend(original.length(), references.size())) {
      return Part.Text.of(original);
    }
    NavigableMap<Integer, Found> places = new TreeMap<>();
    List<JsonNode> left = new ArrayList<>();
    for (JsonNode reference : references) {
      if (places.size() == MOST
          || find(original, reference).filter(place -> add(place, places)).isEmpty()) {
        left.add(reference);
      }
    }
    references = left;
    addUnexplainedMarks(original, places);
    return places.isEmpty() ? Part.Text.of(original) : text(original, places);
  }

  /**
   * What had a place in no text is cited by the last one without a place; where there is no text,
   * it stays with the rest of the message.
   */
  void settle(List<Part> parts, Fields metadata) {
    int last = parts.size() - 1;
    while (last >= 0 && !(parts.get(last) instanceof Part.Text)) {
      last--;
    }
    int fitting = last < 0 ? 0 : Math.min(references.size(), room);
    if (fitting > 0 && parts.get(last) instanceof Part.Text text) {
      List<Part.Citation> citations = new ArrayList<>(text.citations());
      references.subList(0, fitting).forEach(reference -> cite(reference, -1, -1, citations));
      parts.set(last, new Part.Text(text.text(), citations, text.original()));
    }
    if (fitting < references.size()) {
      ArrayNode unused = JsonNodeFactory.instance.arrayNode();
      references.subList(fitting, references.size()).forEach(unused::add);
      metadata.keep(name, unused);
    }
  }

  private Part.Text text(String original, NavigableMap<Integer, Found> places) {
    StringBuilder text = new StringBuilder();
    List<Part.Citation> citations = new ArrayList<>();
    int copied = 0;
    for (Found place : places.values()) {
      text.append(original, copied, place.start());
      int at = text.length();
      text.append(place.shown());
      place.reference().ifPresent(reference -> cite(reference, at, text.length(), citations));
      copied = place.end();
    }
    String shown = text.append(original, copied, original.length()).toString();
    return new Part.Text(
        shown, citations, shown.equals(original) ? Optional.empty() : Optional.of(original));
  }

  /** Nearly no text has any, and a pattern takes its time. */
  private static int marks(String text) {
    int marks = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= '\uE200' && text.charAt(i) <= '\uE206') {
        marks++;
      }
    }
    return marks;
  }

  private static void addUnexplainedMarks(String original, NavigableMap<Integer, Found> places) {
    Matcher mark = MARK.matcher(original);
    while (mark.find()) {
      String shown = mark.group(1) == null ? "" : entityName(mark.group(1));
      add(new Found(mark.start(), mark.end(), shown, Optional.empty()), places);
    }
  }

  /** Adds a place where no other one is. */
  private static boolean add(Found place, NavigableMap<Integer, Found> places) {
    Map.Entry<Integer, Found> before = places.lowerEntry(place.start());
    Map.Entry<Integer, Found> next = places.ceilingEntry(place.start());
    boolean free =
        (before == null || before.getValue().end() <= place.start())
            && (next == null || (next.getKey() >= place.end() && next.getKey() != place.start()));
    if (free) {
      places.put(place.start(), place);
    }
    return free;
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
  private Optional<Found> find(String original, JsonNode reference) {
    String matched = Json.whole(reference.path("matched_text").asText(""));
    int start = reference.path("start_idx").asInt(reference.path("start_ix").asInt(-1));
    int end = reference.path("end_idx").asInt(reference.path("end_ix").asInt(-1));
    if (matched.isEmpty()) {
      return start >= 0 && end >= start
          ? byOffset(original, start, end, reference)
          : Optional.empty();
    }
    int at = byCharacters(original, start);
    if (at < 0 || !original.startsWith(matched, at)) {
      at = start >= 0 && original.startsWith(matched, start) ? start : anywhere(original, matched);
    }
    return at < 0
        ? Optional.empty()
        : Optional.of(found(original, at, at + matched.length(), reference));
  }

  /** A blank that is cited is no place: there are many. */
  private int anywhere(String original, String matched) {
    return !matched.isBlank() && effort.spend(original.length(), matched.length())
        ? original.indexOf(matched)
        : -1;
  }

  private static Optional<Found> byOffset(String original, int start, int end, JsonNode reference) {
    int from = byCharacters(original, start);
    int to = byCharacters(original, end);
    return from < 0 || to < 0
        ? Optional.empty()
        : Optional.of(found(original, from, to, reference));
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

  /** A piece of the text, and what is shown in its place. */
  private record Found(int start, int end, String shown, Optional<JsonNode> reference) {}

  /**
   * One citation a page. A group or a footnote keeps its pages one level down: the first of them
   * holds what the archive says of all, the others nothing more.
   */
  private void cite(JsonNode whole, int from, int to, List<Part.Citation> citations) {
    String raw = Json.raw(whole);
    int before = citations.size();
    for (String pages : List.of("items", "sources")) {
      for (JsonNode page : whole.path(pages)) {
        if (citations.size() == before || room > 0) {
          citations.add(citation(page, from, to, citations.size() == before ? raw : ""));
          room--;
        }
      }
    }
    if (citations.size() == before) {
      JsonNode details = whole.path("metadata").isObject() ? whole.path("metadata") : whole;
      citations.add(citation(details, from, to, raw));
      room--;
    }
  }

  private static Part.Citation citation(JsonNode page, int from, int to, String raw) {
    return new Part.Citation(
        from,
        to,
        Json.whole(page.path("title").asText("")),
        Json.whole(page.path("url").asText("")),
        raw);
  }
}
