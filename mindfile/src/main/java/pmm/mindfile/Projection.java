package pmm.mindfile;

/**
 * A value derived from the events.
 *
 * @param key its name
 * @param valueJson its value, any JSON; given back in its RFC 8785 form
 * @param appliedThrough the last event that it takes in
 * @param reducerVersion the version of the rules that derived it
 * @param updatedAtMs when it was stored, in milliseconds since 1970; ignored when it is put
 */
public record Projection(
    String key, String valueJson, long appliedThrough, String reducerVersion, long updatedAtMs) {
  /** A value to store now. */
  public static Projection of(
      String key, String valueJson, long appliedThrough, String reducerVersion) {
    return new Projection(key, valueJson, appliedThrough, reducerVersion, 0);
  }

  /** The same with its value in its RFC 8785 form. */
  Projection canonical() {
    return of(key, JcsMeta.canonicalValue(valueJson), appliedThrough, reducerVersion);
  }

  /** Whether its value is this JSON, however that is written. */
  public boolean holds(String json) {
    return JcsMeta.canonicalValue(valueJson).equals(JcsMeta.canonicalValue(json));
  }
}
