package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.ledger.Draft;

/** Writes the events of things, each once. */
final class ThingWriter {
  private final Batch batch;
  private final Origin origin;
  private final KeyTable known;
  private final FileStore files;

  ThingWriter(Batch batch, Origin origin, KeyTable known, FileStore files) {
    this.batch = batch;
    this.origin = origin;
    this.known = known;
    this.files = files;
  }

  /** Facts of a message that its events hold beside the words. */
  record Message(
      String conversationId, String originalParent, ArchivedTime updated, String model) {}

  /** Writes something that is in no conversation. */
  void write(Thing thing) throws IOException {
    batch.enter("");
    write(thing, origin.format(), null, null);
  }

  /**
   * Writes what is not there yet of a thing.
   *
   * @param scope what its id is unique in
   * @param message where it stands; null for what is in no conversation
   * @param parent what its first event hangs under; null for a first message
   * @return what the next message hangs under
   */
  @Nullable Ref write(Thing thing, String scope, @Nullable Message message, @Nullable Ref parent)
      throws IOException {
    Ref under = parent;
    for (int number = 0; number < thing.pieces().size(); number++) {
      Key key = Key.piece(scope, thing.originalId(), thing.contentHash(), number);
      Piece piece = thing.pieces().get(number);
      if (known.holds(key)) {
        under = piece.isSaid() ? Ref.stored(known.get(key)) : under;
        continue;
      }
      ObjectNode meta = meta(thing, piece, number, message);
      List<byte[]> chunks = files.store(piece.files(), meta);
      ObjectNode about = about(thing, piece, number);
      Draft draft = new Draft(piece.kind(), piece.content(), meta);
      Ref ref = batch.add(draft, "parent", under, chunks, about);
      batch.afterwards(() -> known.put(key, ref.id()));
      known.put(key, 0);
      under = piece.isSaid() ? ref : under;
    }
    return under;
  }

  private ObjectNode meta(Thing thing, Piece piece, int number, @Nullable Message message) {
    ObjectNode source = origin.source(thing.originalId(), thing.time());
    source.put("content_hash", thing.contentHash());
    if (number > 0) {
      source.put("part", number);
    }
    ObjectNode meta = origin.meta(source);
    if (message != null) {
      meta.put("conversation_id", message.conversationId());
      put(source, "original_parent_id", message.originalParent());
      put(source, "original_update_time", message.updated().raw());
      put(source, "model", message.model());
    }
    meta.setAll(piece.facts());
    return meta;
  }

  private static void put(ObjectNode source, String key, String value) {
    if (!value.isEmpty()) {
      source.put(key, value);
    }
  }

  private static @Nullable ObjectNode about(Thing thing, Piece piece, int number) {
    ObjectNode details = piece.details();
    if (details == null) {
      return null;
    }
    ObjectNode about = Draft.facts().put("original_id", thing.originalId()).put("part", number);
    return about.setAll(details);
  }
}
