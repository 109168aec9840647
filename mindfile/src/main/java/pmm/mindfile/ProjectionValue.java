package pmm.mindfile;

/**
 * A projection as its row holds it: {@code {"reducer":R,"through":N,"value":V}}. The wrapping
 * object also keeps plain numbers away from the column, whose affinity would change them.
 */
record ProjectionValue(String reducer, long through, String value) {
  private static final String REDUCER = "{\"reducer\":";
  private static final String THROUGH = ",\"through\":";
  private static final String VALUE = ",\"value\":";

  /** Of a projection whose value is canonical. */
  static ProjectionValue of(Projection projection) {
    return new ProjectionValue(
        projection.reducerVersion(), projection.appliedThrough(), projection.valueJson());
  }

  String toJson() {
    return REDUCER + JcsText.quote(reducer) + THROUGH + through + VALUE + value + "}";
  }

  /** Reads what {@link #toJson} wrote; anything else is refused. */
  static ProjectionValue parse(String json) {
    var object = Json.object(json);
    String reducer = Json.text(object, "reducer").orElseThrow(() -> malformed());
    long through = Json.number(object, "through").orElseThrow(() -> malformed());
    String head = REDUCER + JcsText.quote(reducer) + THROUGH + through + VALUE;
    if (object.size() != 3 || !json.startsWith(head)) {
      throw malformed();
    }
    return new ProjectionValue(reducer, through, json.substring(head.length(), json.length() - 1));
  }

  private static MindFileException malformed() {
    return MindFileException.invalid("projection (expected: {reducer, through, value})");
  }
}
