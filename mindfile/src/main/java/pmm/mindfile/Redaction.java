package pmm.mindfile;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a request means for a file: the parts that are there to be forgotten.
 *
 * @param parts those that are still there
 * @param commitments what will be left of each
 */
record Redaction(List<Redactions.Part> parts, List<byte[]> commitments) {

  static Redaction plan(Connection db, ForgetRequest request, long lastEvent) throws SQLException {
    HashChain chain = new HashChain();
    List<Redactions.Part> parts = new ArrayList<>();
    List<byte[]> commitments = new ArrayList<>();
    for (long id : request.events()) {
      Event event =
          EventRows.get(db, id)
              .orElseThrow(() ->
                  MindFileException.invalid(
                      "event " + id + " (expected: one of 1 to " + lastEvent + ")"));
      if (event.content() != null && event.contentSalt() != null) {
        parts.add(new Redactions.Part(id, Redactions.CONTENT));
        commitments.add(chain.contentCommitment(event.contentSalt(), Texts.utf8(event.content())));
      }
      if (!request.withMeta()) {
        continue;
      }
      if (!mayLoseMeta(event.kind())) {
        throw MindFileException.invalid(
            "the facts of event %d (%s) cannot be forgotten: %s (expected: without its meta)"
                .formatted(
                    id,
                    event.kind(),
                    Kinds.isLife(event.kind()) ? "the file needs them" : "they are the audit"));
      }
      if (event.meta() != null && event.metaSalt() != null) {
        parts.add(new Redactions.Part(id, Redactions.META));
        commitments.add(chain.metaCommitment(event.metaSalt(), Texts.utf8(event.meta())));
      }
    }
    return new Redaction(parts, commitments);
  }

  /** The audit, and what the format itself reads, hold no words of a person. */
  private static boolean mayLoseMeta(String kind) {
    return !Kinds.isControl(kind) && !Kinds.isLife(kind);
  }

  /** The meta of the event that says so. */
  String meta(String actor) {
    List<Map<String, @Nullable Object>> forgets = new ArrayList<>();
    for (Redactions.Part part : parts) {
      forgets.add(new TreeMap<>(Map.of("event", part.eventId(), "part", part.part())));
    }
    Map<String, @Nullable Object> meta = new TreeMap<>();
    meta.put("actor", actor);
    meta.put("forgets", forgets);
    return JcsMeta.of(meta);
  }

  /** The rows that say what is left. */
  List<Redactions.Row> rows(long byEvent) {
    List<Redactions.Row> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      rows.add(new Redactions.Row(parts.get(i), commitments.get(i), byEvent));
    }
    return rows;
  }
}
