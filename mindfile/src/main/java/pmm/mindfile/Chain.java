package pmm.mindfile;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an append means: its conditions, the events that the file adds by itself, and the links. It
 * is told when a transaction begins, commits and rolls back, and belongs to the writing thread.
 */
final class Chain {
  private final String home;
  private final Options options;
  private final Map<String, Long> newestOfKind = new HashMap<>();
  private final List<Event> written = new ArrayList<>();
  private Tip committed = Tip.NONE;
  private Tip tip = Tip.NONE;
  private boolean wrote;

  Chain(String home, Options options) {
    this.home = home;
    this.options = options;
  }

  void open(Tip head) {
    committed = head;
    tip = head;
    newestOfKind.clear();
  }

  void begin() {
    tip = committed;
    wrote = false;
    written.clear();
  }

  /** The events of the transaction, now that they are durable. */
  List<Event> commit() {
    committed = tip;
    return List.copyOf(written);
  }

  boolean hasWritten() {
    return wrote;
  }

  String headHash() {
    return Objects.requireNonNullElse(committed.hex(), "");
  }

  /** Appends, or refuses before anything of the request is written. */
  AppendResult append(Store store, PreparedAppend request) throws SQLException {
    String requestId = request.requestId();
    if (requestId != null) {
      List<Event> first = store.answerTo(requestId);
      if (first != null) {
        return new AppendResult(first, true);
      }
    }
    checkHead(request.expectedHead());
    for (String hash : request.storedBlobs()) {
      if (!store.hasBlob(hash)) {
        throw MindFileException.invalid("blob " + hash + " (expected: stored, or in the request)");
      }
    }
    long now = options.clock().millis();
    beAtHome(store, now);
    checkFence(store, request.fence());
    for (Map.Entry<String, byte[]> blob : request.blobs().entrySet()) {
      store.putBlob(blob.getKey(), blob.getValue());
    }
    List<Event> events = new ArrayList<>();
    for (PreparedAppend.Item item : request.items()) {
      events.add(insert(store, item, now));
    }
    if (requestId != null) {
      store.putRequest(requestId, events.getFirst().id(), events.getLast().id(), now);
    }
    return new AppendResult(events, false);
  }

  /** Forgets, or refuses before anything is written. Answers the event that says so, if any. */
  Optional<Event> forget(Store store, ForgetRequest request) throws SQLException {
    String requestId = request.requestId();
    if (requestId != null) {
      List<Event> first = store.answerTo(requestId);
      if (first != null) {
        return first.stream().findFirst();
      }
    }
    Redaction redaction = Redaction.plan(store.connection(), request, tip.id());
    if (redaction.parts().isEmpty()) {
      return Optional.empty();
    }
    long now = options.clock().millis();
    beAtHome(store, now);
    Event event = insert(store, item(Kinds.REDACTION, null, redaction.meta(request.actor())), now);
    Erasure.apply(store.connection(), redaction.rows(event.id()));
    if (requestId != null) {
      store.putRequest(requestId, event.id(), event.id(), now);
    }
    return Optional.of(event);
  }

  void put(Store store, List<Projection> projections) throws SQLException {
    long redacted = store.newestRedaction();
    for (Projection projection : projections) {
      if (projection.appliedThrough() > tip.id()) {
        throw MindFileException.invalid(
            "projection %s through event %d (expected: at most %d)"
                .formatted(projection.key(), projection.appliedThrough(), tip.id()));
      }
      if (projection.appliedThrough() < redacted) {
        throw MindFileException.invalid(
            "projection %s through event %d (expected: %d or later, for it may hold what was forgotten then)"
                .formatted(projection.key(), projection.appliedThrough(), redacted));
      }
    }
    if (tip.id() == 0) {
      throw MindFileException.invalid("projection before the first event (expected: an event)");
    }
    long now = options.clock().millis();
    for (Projection projection : projections) {
      store.putProjection(projection, now);
    }
    wrote = true;
  }

  /** Drops chunks that no event names; answers how many. */
  int drop(Store store, Orphans orphans) throws SQLException {
    int dropped = orphans.drop(store.connection());
    wrote |= dropped > 0;
    return dropped;
  }

  /** Keeps a signed head; answers with the event that names its key, or 0 without one. */
  long pin(Store store, SignedRow row, @Nullable PreparedAppend keyEvent) throws SQLException {
    long id = keyEvent == null ? 0 : append(store, keyEvent).events().getFirst().id();
    store.putCheckpoint(row);
    wrote = true;
    return id;
  }

  private void checkHead(@Nullable String expected) {
    if (expected != null && !expected.equals(tip.hex())) {
      throw new MindFileException(
          MindFileException.Reason.HEAD_MOVED,
          "head %s (expected: %s)".formatted(tip.hex(), expected));
    }
  }

  private void checkFence(Store store, @Nullable Fence fence) throws SQLException {
    if (fence == null) {
      return;
    }
    if (fence.afterEventId() > tip.id()) {
      // Whoever knows more events than there are knows another history.
      throw new MindFileException(
          MindFileException.Reason.FENCED,
          "event %d is not there (expected: at most event %d)"
              .formatted(fence.afterEventId(), tip.id()));
    }
    for (String kind : fence.kinds()) {
      Long newest = newestOfKind.get(kind);
      if (newest == null) {
        newest = store.newestOfKind(kind);
        newestOfKind.put(kind, newest);
      }
      if (newest > fence.afterEventId()) {
        throw new MindFileException(
            MindFileException.Reason.FENCED,
            "event %d is a %s (expected: none after event %d)"
                .formatted(newest, kind, fence.afterEventId()));
      }
    }
  }

  /** Writes the first event of a new mind, or that the mind has moved to this home. */
  private void beAtHome(Store store, long now) throws SQLException {
    if (tip.id() == 0) {
      create(store, now);
    } else if (!home.equals(tip.home())) {
      Map<String, @Nullable Object> meta = new TreeMap<>();
      meta.put("head", tip.hex());
      meta.put("home", home);
      meta.put("previous_home", tip.home());
      insert(store, item(Kinds.OPENED_ON, null, JcsMeta.of(meta)), now);
      settle(store);
    }
  }

  private void create(Store store, long now) throws SQLException {
    String mindId = MindId.create(now);
    String name = options.mindName();
    insert(
        store,
        item(
            Kinds.MIND_CREATED,
            name == null ? null : JcsMeta.of(Map.of("name", name)),
            JcsMeta.of(Map.of("home", home, "mind_id", mindId, "schema", Schema.VERSION))),
        now);
    store.putConfig(Config.MIND_ID, mindId);
    store.putConfig(Config.SCHEMA, Integer.toString(Schema.VERSION));
    ModelMirror.none().store(store.connection());
    settle(store);
  }

  private void settle(Store store) throws SQLException {
    store.putConfig(Config.HOME, home);
    tip = new Tip(tip.id(), tip.hash(), home);
  }

  private static PreparedAppend.Item item(
      String kind, @Nullable String content, @Nullable String meta) {
    return PreparedAppend.Item.of(new HashChain(), kind, content, meta);
  }

  private Event insert(Store store, PreparedAppend.Item item, long now) throws SQLException {
    Event event = store.insert(item, tip, now);
    tip = new Tip(event.id(), HexFormat.of().parseHex(event.hash()), tip.home());
    newestOfKind.computeIfPresent(event.kind(), (kind, id) -> event.id());
    if (event.kind().equals(Kinds.MODEL_SELECTED)) {
      ModelMirror.of(event.meta()).store(store.connection());
    }
    written.add(event);
    wrote = true;
    return event;
  }
}
