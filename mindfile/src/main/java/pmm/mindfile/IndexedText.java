package pmm.mindfile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the search index takes of an event.
 *
 * @param shelf where it stands
 * @param text its words
 * @param facts what can be asked for besides, as words
 * @param saidMs when it was said, in milliseconds; null where nobody knows
 */
record IndexedText(Shelf shelf, String text, String facts, @Nullable Long saidMs) {
  private static final JsonFactory JSON = new JsonFactory();

  /** What an archive says of other events beside their words. */
  private static final String DETAILS = "details";

  /** What in there is words: of the sources that an answer names, of files, of a long title. */
  private static final Set<String> WORDS = Set.of("title", "url", "name");

  /** What the index takes of an event; nothing of one without words that are looked for. */
  static Optional<IndexedText> of(Event event) {
    String content = event.content();
    Optional<Shelf> shelf = Shelf.of(event.kind());
    if (content == null || shelf.isEmpty()) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> meta = Json.object(event.meta());
    boolean details = Json.text(meta, "record").filter(DETAILS::equals).isPresent();
    String text = details ? wordsOf(content) : content;
    return text.isBlank()
        ? Optional.empty()
        : Optional.of(
            new IndexedText(
                shelf.get(), text, facts(event.kind(), shelf.get(), meta), said(event, meta)));
  }

  /** The facts of an event, one word each. */
  private static String facts(String kind, Shelf shelf, Map<String, @Nullable Object> meta) {
    StringBuilder facts = new StringBuilder(Shelf.word(kind));
    facts.append(' ').append(originWord(meta.get("source") != null));
    if (shelf == Shelf.ASIDE) {
      facts.append(' ').append(Shelf.ASIDE_WORD);
    }
    Json.text(meta, "conversation_id").ifPresent(id -> facts.append(' ').append(talkWord(id)));
    return facts.toString();
  }

  static String originWord(boolean imported) {
    return imported ? "importedq" : "ownq";
  }

  /** A conversation as one word. */
  static String talkWord(String conversationId) {
    return "talk" + conversationId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "") + "q";
  }

  private static @Nullable Long said(Event event, Map<String, @Nullable Object> meta) {
    if (meta.get("source") == null) {
      return event.tsMs();
    }
    return Json.number(Json.child(meta, "source"), "original_time_us")
        .map(micros -> Math.floorDiv(micros, 1000L))
        .orElse(null);
  }

  /** The words in details, a line each; as far as they can be read, as long ones are cut. */
  private static String wordsOf(String json) {
    StringBuilder words = new StringBuilder();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && WORDS.contains(parser.currentName())) {
          words.append(parser.getText()).append('\n');
        }
      }
    } catch (IOException e) {
      return words.toString();
    }
    return words.toString();
  }
}
