package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;

/** A mind file that is built from checked events, and is there only when all of them are in it. */
final class FreshFile implements AutoCloseable {
  private final Path file;
  private final Store store;
  private final Set<String> blobs = new HashSet<>();
  private final Set<String> namedBlobs = new HashSet<>();
  private final Map<Redactions.Part, byte[]> forgotten = new HashMap<>();
  private final Map<Redactions.Part, Long> forgottenBy = new HashMap<>();
  private @Nullable String mindId;
  private @Nullable String home;
  private ModelMirror model = ModelMirror.none();
  private @Nullable String note;
  private boolean complete;

  private FreshFile(Path file, Store store) {
    this.file = file;
    this.store = store;
  }

  static FreshFile create(Path file) throws IOException, SQLException {
    VerifiedCopy.privateFile(file);
    Store store = new Store(Fresh.create(file));
    store.begin();
    return new FreshFile(file, store);
  }

  void blob(String hash, byte[] bytes) throws SQLException {
    if (!HashChain.hex(HashChain.sha256().digest(bytes)).equals(hash)) {
      throw broken(Fault.BLOB, "blob " + hash + ": its bytes are not what the hash says");
    }
    if (blobs.add(hash)) {
      store.putBlob(hash, bytes);
    }
  }

  /** Adds an event that was checked to be the next one. */
  void event(RawEvent raw) throws SQLException {
    String meta = raw.metaText();
    if (raw.id() == 1) {
      mindId = Json.text(Json.object(meta), Config.MIND_ID).orElse(null);
      home = Json.text(Json.object(meta), Config.HOME).orElse(null);
      if (!raw.kindText().equals(Kinds.MIND_CREATED) || mindId == null) {
        throw broken(Fault.MIND_ID, "event 1 (expected: mind_created with a mind_id)");
      }
    }
    if (meta != null) {
      note(raw.id(), raw.kindText(), meta);
    }
    if (raw.contentCommitment() != null) {
      forgotten.put(new Redactions.Part(raw.id(), Redactions.CONTENT), raw.contentCommitment());
    }
    if (raw.metaCommitment() != null) {
      forgotten.put(new Redactions.Part(raw.id(), Redactions.META), raw.metaCommitment());
    }
    store.insert(raw);
  }

  private void note(long id, String kind, String meta) {
    for (String hash : BlobNames.in(meta)) {
      if (!blobs.contains(hash)) {
        throw broken(Fault.BLOB, "event %d: blob %s is missing".formatted(id, hash));
      }
      namedBlobs.add(hash);
    }
    switch (kind) {
      case Kinds.REDACTION ->
          Redactions.namedBy(meta).forEach(part -> forgottenBy.putIfAbsent(part, id));
      case Kinds.MODEL_SELECTED -> model = ModelMirror.of(meta);
      case Kinds.OPENED_ON -> home = Json.text(Json.object(meta), Config.HOME).orElse(home);
      default -> {}
    }
  }

  void checkpoint(String newest) {
    note = newest;
  }

  /** Completes the file, durably. */
  VerifiedCopy finish(EventCheck chain) throws SQLException, IOException {
    byte[] hash = chain.lastHash();
    if (hash == null || mindId == null) {
      throw MindFileException.invalid("no events (expected: at least one)");
    }
    blobs.removeAll(namedBlobs);
    if (!blobs.isEmpty()) {
      throw broken(Fault.BLOB, "blob " + blobs.iterator().next() + " is named by no event");
    }
    redactions();
    checkpoint(mindId, chain.lastId());
    store.putConfig(Config.MIND_ID, mindId);
    store.putConfig(Config.SCHEMA, Integer.toString(Schema.VERSION));
    if (home != null) {
      store.putConfig(Config.HOME, home);
    }
    model.store(store.connection());
    store.commit();
    store.close();
    FileReplacer.sync(file);
    complete = true;
    return new VerifiedCopy(
        chain.lastId(), HashChain.hex(chain.range().root()), HashChain.hex(hash));
  }

  private void redactions() throws SQLException {
    try (PreparedStatement insert =
        store.connection().prepareStatement("INSERT INTO redactions VALUES (?, ?, ?, ?)")) {
      for (Map.Entry<Redactions.Part, byte[]> entry : forgotten.entrySet()) {
        Redactions.Part part = entry.getKey();
        Long by = forgottenBy.get(part);
        if (by == null) {
          throw broken(
              Fault.UNLOGGED_REDACTION, "event " + part + ": forgotten, and no event says so");
        }
        insert.setLong(1, part.eventId());
        insert.setString(2, part.part());
        insert.setString(3, HashChain.hex(entry.getValue()));
        insert.setLong(4, by);
        insert.executeUpdate();
      }
    }
  }

  private void checkpoint(String id, long events) throws SQLException {
    String newest = note;
    if (newest == null) {
      return;
    }
    SignedNote signed;
    Checkpoint head;
    try {
      signed = SignedNote.parse(Texts.utf8(newest));
      head = Checkpoint.parse(signed.text());
    } catch (MalformedException e) {
      throw broken(Fault.CHECKPOINT, "the checkpoint is none: " + e.getMessage());
    }
    long size = head.size();
    if (size < 1 || size > events || signed.signatures().isEmpty()) {
      throw broken(Fault.CHECKPOINT, "the checkpoint is over no head of these events");
    }
    CompactRange range = new CompactRange();
    while (range.size() < size) {
      store
          .hashesAfter(range.size(), (int) Math.min(10_000, size - range.size()))
          .forEach(range::add);
    }
    String root = HashChain.hex(range.root());
    if (!signed.text().equals(Checkpoint.of(id, size, range.root()).text())) {
      throw broken(Fault.CHECKPOINT, "the checkpoint is over no head of these events");
    }
    try (PreparedStatement insert =
        store.connection().prepareStatement("INSERT INTO checkpoints VALUES (?, ?, ?, ?)")) {
      insert.setLong(1, size);
      insert.setString(2, root);
      insert.setBytes(3, range.frontier().bytes());
      insert.setString(4, newest);
      insert.executeUpdate();
    }
  }

  static MindFileException broken(Fault fault, String message) {
    return new MindFileException(
        MindFileException.Reason.BROKEN, message + " (" + fault.word() + "): nothing was stored");
  }

  /** Leaves nothing behind unless {@link #finish} was reached. */
  @Override
  public void close() throws SQLException, IOException {
    store.close();
    if (!complete) {
      Files.deleteIfExists(file);
    }
  }
}
