package pmm.mind.archive.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.source.Member;

/**
 * Looks into a JSON file for what it is, entry after entry: the first one may be an empty shell.
 */
public final class JsonPeek {
  private static final int ENTRIES = 5000;
  private static final long MOST_BYTES = 256L << 20;
  private static final int FIELDS = 1000;
  private static final int TOLD = 8;

  private final JsonMapper mapper;
  private String seen = "is empty";

  /** A look into one file. */
  public JsonPeek(Limits limits) {
    this.mapper = Json.mapper(limits);
  }

  /** What someone knows by the fields of an entry; asked again with each field that is read. */
  public <T> Optional<T> find(Member file, Function<Set<String>, Optional<T>> known)
      throws IOException {
    long[] read = {0};
    ProgressStream bytes =
        new ProgressStream(
            file.open(),
            count -> {
              read[0] += count;
              if (read[0] > MOST_BYTES) {
                throw new TooLargeException("nothing that is known among its first bytes");
              }
            });
    try (EntryStream entries =
        new EntryStream(Utf8.open(bytes, file.member()), file.member(), Long.MAX_VALUE)) {
      while (entries.index() < ENTRIES && entries.next()) {
        Optional<T> found = entry(entries, known);
        if (found.isPresent()) {
          return found;
        }
      }
    } catch (TooLargeException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /** What stood in the first entry, for the message that nobody knows it. */
  public String seen() {
    return seen;
  }

  private <T> Optional<T> entry(EntryStream entries, Function<Set<String>, Optional<T>> known)
      throws IOException {
    try (JsonParser parser = mapper.getFactory().createParser(new Unclosed(entries))) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_STRING && !entries.array()) {
        return packed(parser.getText(), known);
      }
      if (token != JsonToken.START_OBJECT) {
        tell(entries, "a value that is no object");
        return Optional.empty();
      }
      Set<String> fields = new LinkedHashSet<>();
      for (String name = parser.nextFieldName();
          name != null && fields.size() < FIELDS;
          name = parser.nextFieldName()) {
        fields.add(name);
        Optional<T> found = known.apply(fields);
        if (found.isPresent()) {
          return found;
        }
        parser.nextToken();
        parser.skipChildren();
      }
      tell(
          entries,
          fields.isEmpty() ? "no fields" : "the fields " + fields.stream().limit(TOLD).toList());
    } catch (JacksonException | CharConversionException e) {
      if (entries.index() == 0) {
        seen = "cannot be read: " + Why.of(e, entries.start());
      }
    }
    return Optional.empty();
  }

  /** JSON within a JSON string, as some programs save it. */
  private <T> Optional<T> packed(String text, Function<Set<String>, Optional<T>> known)
      throws IOException {
    JsonNode inner = mapper.readTree(text);
    Set<String> fields = new LinkedHashSet<>();
    inner.properties().forEach(field -> fields.add(field.getKey()));
    return fields.isEmpty() ? Optional.empty() : known.apply(fields);
  }

  private void tell(EntryStream entries, String what) {
    if (entries.index() == 0) {
      seen = (entries.array() ? "holds a list whose first entry has " : "has ") + what;
    }
  }
}
