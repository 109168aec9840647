package pmm.mindstate;

/** One act that a model put into its answer as a line of its own. */
public sealed interface Marker {

  /** It will do something. */
  record Commit(String text) implements Marker {}

  /** It has done what it promised in that event. */
  record Close(long commitmentId) implements Marker {}

  /** It would like to keep something. */
  record Remember(String text) implements Marker {}

  /** It claims something about itself, as a JSON object. */
  record Claim(String json) implements Marker {}

  /** It reflects, as a JSON object. */
  record Reflect(String json) implements Marker {}

  /**
   * A line that looks like a marker and is none.
   *
   * @param line the line, at most 500 characters of it
   * @param reason why: "joined", "indented", "empty", "bad_id", "bad_json"
   */
  record Malformed(String line, String reason) implements Marker {}
}
