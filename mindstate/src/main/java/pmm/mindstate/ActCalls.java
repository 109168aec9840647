package pmm.mindstate;

import java.util.Set;

/** Reads the acts that a model calls as tools: the same ones that its markers stand for. */
public final class ActCalls {
  private static final int SHOWN = 500;
  private static final String COMMITMENT = "commitment";
  private static final String TEXT = "text";

  private ActCalls() {}

  /**
   * Returns the act of one call.
   *
   * @param name the tool's name
   * @param arguments as the model wrote them: a JSON object, if it is well-formed
   */
  public static Marker act(String name, String arguments) {
    try {
      return switch (name) {
        case "commit" -> new Marker.Commit(text(arguments));
        case "close" ->
            new Marker.Close(StrictObject.parse(arguments, Set.of(COMMITMENT)).id(COMMITMENT));
        case "remember" -> new Marker.Remember(text(arguments));
        case "claim" -> new Marker.Claim(arguments);
        case "reflect" -> observations(arguments);
        default -> malformed(name, arguments, "unknown_tool");
      };
    } catch (MisshapenException wrong) {
      return malformed(name, arguments, "bad_arguments");
    }
  }

  /** The rest of what a reflection may hold is for looking back on purpose. */
  private static Marker observations(String arguments) {
    var _ = StrictObject.parse(arguments, Set.of("observations"));
    return new Marker.Reflect(arguments);
  }

  /** How long it may be is for what acts on it to say. */
  private static String text(String arguments) {
    return StrictObject.parse(arguments, Set.of(TEXT)).text(TEXT, Integer.MAX_VALUE);
  }

  private static Marker malformed(String name, String arguments, String reason) {
    return new Marker.Malformed(Words.first(name + " " + arguments, SHOWN), reason);
  }
}
