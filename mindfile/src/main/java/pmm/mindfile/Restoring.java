package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an older state that becomes the next state of a mind: it says which head it leaves, and
 * what was forgotten since is forgotten in it too. Nobody sees it before it is complete.
 */
final class Restoring {
  /** How it is called meanwhile; one that a killed process left is dropped at the next start. */
  static final String UNFINISHED = ".restore";

  /** In the meta of a restore: the last event that what was left and what was restored share. */
  static final String SHARED = "shared";

  private static final int PARTS_AN_EVENT = 4000;

  private static final String UNKNOWN_HOME = "unknown";

  private final Connection db;
  private final HashChain hashes = new HashChain();

  private Restoring(Connection db) {
    this.db = db;
  }

  /**
   * What it made.
   *
   * @param through the last event of the state that was restored
   * @param forgotten how many parts were forgotten again
   */
  record Made(long through, int forgotten) {}

  /** Lets a copy that was found whole go on from where it ends. */
  static Made goOn(Path copy, Path file, Living living, String home, String actor, Options options)
      throws IOException, SQLException {
    try (Connection db = Sqlite.unseen(copy)) {
      return new Restoring(db).goOn(Living.shared(file, db), living, home, actor, options);
    }
  }

  /**
   * Readies a copy that was found whole for a home that knows nothing of it: what it says was
   * forgotten after its end is forgotten by an event of its own.
   */
  static Made comeIn(Path copy, String actor, Options options) throws SQLException {
    try (Connection db = Sqlite.unseen(copy)) {
      return new Restoring(db).comeIn(actor, options);
    }
  }

  private Made comeIn(String actor, Options options) throws SQLException {
    // Closed with the connection.
    Store store = new Store(db);
    Tip tip = store.tip();
    List<Redactions.Part> parts = flat(forgottenLater(tip.id()));
    // That it has come to another home, the first event that is written here says.
    String home = Objects.requireNonNullElse(tip.home(), UNKNOWN_HOME);
    return write(store, tip, List.of(), parts, home, actor, options);
  }

  private Made goOn(long shared, Living living, String home, String actor, Options options)
      throws SQLException {
    // Closed with the connection.
    Store store = new Store(db);
    Tip tip = store.tip();
    Draft restored = restoredFrom(living, shared, actor);
    List<Redactions.Part> parts = toForget(living, tip.id());
    return write(store, tip, List.of(restored), parts, home, actor, options);
  }

  /** Appends, forgets, and drops what no hash protects. */
  private Made write(
      Store store,
      Tip tip,
      List<Draft> drafts,
      List<Redactions.Part> parts,
      String home,
      String actor,
      Options options)
      throws SQLException {
    List<AppendRequest> requests = new ArrayList<>();
    drafts.forEach(draft -> requests.add(AppendRequest.of(draft)));
    for (int i = 0; i < parts.size(); i += PARTS_AN_EVENT) {
      List<Redactions.Part> some = parts.subList(i, Math.min(parts.size(), i + PARTS_AN_EVENT));
      requests.add(AppendRequest.of(redaction(some, actor)));
    }
    store.begin();
    Chain chain = new Chain(home, options);
    chain.open(tip);
    chain.begin();
    Map<Redactions.Part, Long> by = new HashMap<>();
    for (AppendRequest request : requests) {
      Event event = chain.append(store, PreparedAppend.of(request)).events().getFirst();
      Redactions.namedBy(event.meta()).forEach(part -> by.put(part, event.id()));
    }
    for (Redactions.Part part : parts) {
      forget(part, by.getOrDefault(part, tip.id()));
    }
    dropBlobsThatNothingNames(parts);
    Sqlite.run(db, "DELETE FROM projections");
    Sqlite.run(db, "DELETE FROM requests");
    store.commit();
    return new Made(tip.id(), parts.size());
  }

  /**
   * What was forgotten after the state that is restored: in the living file, by what it commits to,
   * and in the copy itself where it was forgotten later.
   */
  private List<Redactions.Part> toForget(Living living, long through) throws SQLException {
    TreeMap<Long, TreeSet<String>> parts = forgottenLater(through);
    for (Map.Entry<Redactions.Part, String> entry : living.forgotten().entrySet()) {
      Redactions.Part part = entry.getKey();
      Event event = EventRows.get(db, part.eventId()).orElse(null);
      if (event != null && entry.getValue().equals(commitment(event, part))) {
        parts.computeIfAbsent(part.eventId(), id -> new TreeSet<>()).add(part.part());
      }
    }
    return flat(parts);
  }

  /** What the copy itself says was forgotten after its last event. */
  private TreeMap<Long, TreeSet<String>> forgottenLater(long through) throws SQLException {
    TreeMap<Long, TreeSet<String>> parts = new TreeMap<>();
    for (Redactions.Row row : Redactions.read(db).rows()) {
      if (row.byEvent() > through) {
        parts.computeIfAbsent(row.part().eventId(), id -> new TreeSet<>()).add(row.part().part());
      }
    }
    return parts;
  }

  private static List<Redactions.Part> flat(TreeMap<Long, TreeSet<String>> parts) {
    List<Redactions.Part> all = new ArrayList<>();
    parts.forEach((id, names) -> names.forEach(name -> all.add(new Redactions.Part(id, name))));
    return all;
  }

  /** In hex; null if the event does not hold that part. */
  private @Nullable String commitment(Event event, Redactions.Part part) {
    boolean content = part.part().equals(Redactions.CONTENT);
    String text = content ? event.content() : event.meta();
    byte[] salt = content ? event.contentSalt() : event.metaSalt();
    if (text == null || salt == null) {
      return null;
    }
    byte[] value = Texts.utf8(text);
    return HashChain.hex(
        content ? hashes.contentCommitment(salt, value) : hashes.metaCommitment(salt, value));
  }

  private static Draft restoredFrom(Living living, long shared, String actor) {
    Map<String, @Nullable Object> meta = new TreeMap<>();
    meta.put("actor", actor);
    meta.put(SHARED, shared);
    HeadLog.Entry left = living.head();
    if (left != null) {
      meta.put("id", left.size());
      meta.put("hash", left.hash());
      meta.put("root", left.root());
    }
    return new Draft(Kinds.RESTORED_FROM, null, JcsMeta.of(meta));
  }

  private static Draft redaction(List<Redactions.Part> parts, String actor) {
    List<Map<String, ?>> forgets = new ArrayList<>();
    parts.forEach(part -> forgets.add(Map.of("event", part.eventId(), "part", part.part())));
    return new Draft(Kinds.REDACTION, null, JcsMeta.of(Map.of("actor", actor, "forgets", forgets)));
  }

  private void forget(Redactions.Part part, long by) throws SQLException {
    Event event = EventRows.get(db, part.eventId()).orElseThrow();
    String commitment = commitment(event, part);
    if (commitment == null) {
      try (PreparedStatement update =
          db.prepareStatement(
              "UPDATE redactions SET by_event = ? WHERE event_id = ? AND part = ?")) {
        update.setLong(1, by);
        update.setLong(2, part.eventId());
        update.setString(3, part.part());
        update.executeUpdate();
      }
      return;
    }
    boolean content = part.part().equals(Redactions.CONTENT);
    try (PreparedStatement insert =
            db.prepareStatement("INSERT INTO redactions VALUES (?, ?, ?, ?)");
        PreparedStatement mute =
            db.prepareStatement(
                content
                    ? "UPDATE events SET content = NULL, content_salt = NULL WHERE id = ?"
                    : "UPDATE events SET meta = NULL, meta_salt = NULL WHERE id = ?")) {
      insert.setLong(1, part.eventId());
      insert.setString(2, part.part());
      insert.setString(3, commitment);
      insert.setLong(4, by);
      insert.executeUpdate();
      mute.setLong(1, part.eventId());
      mute.executeUpdate();
    }
  }

  private void dropBlobsThatNothingNames(List<Redactions.Part> parts) throws SQLException {
    if (parts.stream().anyMatch(part -> part.part().equals(Redactions.META))) {
      Sqlite.run(
          db,
          """
          DELETE FROM blobs WHERE hash NOT IN (
            SELECT value FROM events, json_each(events.meta, '$.blobs') WHERE meta IS NOT NULL)\
          """);
    }
  }
}
