package pmm.provider.model;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Fold;

/** Which isolated codec runs under which name. */
public final class CodecBook implements Fold {

  private static final Logger log = LoggerFactory.getLogger(CodecBook.class);

  private final NavigableMap<String, Choice> choices = new TreeMap<>();

  /**
   * What runs under a name.
   *
   * @param name the name that models are added with
   * @param socket where it is served, within the folder of the sockets
   * @param api the wire format
   * @param program what the program calls itself
   * @param version its version, as it says
   * @param eventId the event that put it there
   */
  public record Choice(
      String name, String socket, Api api, String program, String version, long eventId) {

    /** Whether both say the same, whenever each was put there. */
    public boolean isSameAs(Choice other) {
      return equals(
          new Choice(other.name, other.socket, other.api, other.program, other.version, eventId));
    }
  }

  @Override
  public void apply(Entry entry) {
    if (!entry.kind().equals("codec_switched")) {
      return;
    }
    if (entry.text("socket").isEmpty()) {
      choices.remove(entry.text("codec"));
      return;
    }
    try {
      Choice choice =
          new Choice(
              entry.text("codec"),
              entry.text("socket"),
              Api.valueOf(entry.text("api").toUpperCase(Locale.ROOT)),
              entry.text("program"),
              entry.text("version"),
              entry.id());
      choices.put(choice.name(), choice);
    } catch (IllegalArgumentException e) {
      // Written by a newer program perhaps; the other codecs are not to suffer.
      log.warn("Event {} names a wire format that this version does not know", entry.id());
    }
  }

  /** What runs under a name. */
  public Optional<Choice> get(String name) {
    return Optional.ofNullable(choices.get(name));
  }

  /** All of them, by name. */
  public List<Choice> all() {
    return List.copyOf(choices.values());
  }
}
