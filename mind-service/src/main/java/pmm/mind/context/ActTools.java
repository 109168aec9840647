package pmm.mind.context;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The acts of an answer as they are offered to models that take tools: what the markers are to the
 * others. They hold no word of the person, and are the same in every prompt.
 */
public final class ActTools {
  /** The version that receipts name. */
  public static final String VERSION = "pmm-acts/1";

  private static final String TEXT =
      "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},\"required\":[\"text\"]}";
  private static final String EVENTS =
      "\"events\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}";

  private static final List<Offered> ALL =
      List.of(
          new Offered(
              "commit",
              "Promise the person what you will do, and when; in place of a line COMMIT. Nothing comes back from it:"
                  + " answer in words as well.",
              TEXT),
          new Offered(
              "close",
              "Say that an open promise is done, by its number; in place of a line CLOSE. Answer in words as well.",
              "{\"type\":\"object\",\"properties\":{\"commitment\":{\"type\":\"integer\"}},\"required\":[\"commitment\"]}"),
          new Offered(
              "remember",
              "Propose to keep something about the person; in place of a line REMEMBER. Answer in words as well.",
              TEXT),
          new Offered(
              "claim",
              "Say something of yourself that events show: cite their numbers.",
              "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"},"
                  + EVENTS
                  + "},\"required\":[\"text\",\"events\"]}"),
          new Offered(
              "reflect",
              "Note, now and then, what you have come to see: cite the numbers of the events that show it.",
              "{\"type\":\"object\",\"properties\":{\"observations\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                  + "\"properties\":{\"text\":{\"type\":\"string\"},"
                  + "\"subject\":{\"type\":\"string\",\"enum\":[\"mind\",\"person\",\"other\"]},"
                  + EVENTS
                  + "},\"required\":[\"text\",\"subject\",\"events\"]}}},\"required\":[\"observations\"]}"));

  private static final String READ =
      ALL.stream()
          .map(act -> act.name() + ": " + act.description() + "\n" + act.parameters())
          .collect(Collectors.joining("\n\n"));

  private ActTools() {}

  /**
   * One act on offer.
   *
   * @param name the tool's name
   * @param description when to call it
   * @param parameters the JSON Schema of its arguments
   */
  public record Offered(String name, String description, String parameters) {}

  /** Returns all acts. */
  public static List<Offered> all() {
    return ALL;
  }

  /** Returns all that a model reads of them. */
  public static String text() {
    return READ;
  }

  /** Returns about how many tokens they take. */
  static int tokens() {
    return Tokens.estimate(READ);
  }
}
