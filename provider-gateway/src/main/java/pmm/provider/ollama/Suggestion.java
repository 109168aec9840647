package pmm.provider.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import pmm.provider.codec.OllamaFacts;

/**
 * A model that the person may want: advice that is shipped, so that nobody has to be asked.
 *
 * @param name what to pull
 * @param title its name for a person
 * @param maker who made it
 * @param summary what it is good for, in one sentence
 * @param sizeBytes to download, about
 * @param memoryBytes that it needs, about
 * @param license its licence
 */
public record Suggestion(
    String name,
    String title,
    String maker,
    String summary,
    long sizeBytes,
    long memoryBytes,
    String license) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final List<Suggestion> ALL = read();

  /** All that are shipped, the smallest first. */
  public static List<Suggestion> all() {
    return ALL;
  }

  /** How large a model is, about; nothing if it is not in the list. */
  static Optional<Long> size(String model) {
    return ALL.stream()
        .filter(each -> OllamaFacts.tagged(each.name).equals(OllamaFacts.tagged(model)))
        .map(Suggestion::sizeBytes)
        .findFirst();
  }

  private static List<Suggestion> read() {
    try (InputStream list = Suggestion.class.getResourceAsStream("suggested-models.json")) {
      return List.of(JSON.readValue(Objects.requireNonNull(list), Suggestion[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
