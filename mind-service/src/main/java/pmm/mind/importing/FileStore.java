package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Part;
import pmm.mind.ledger.Draft;

/**
 * Stores the files that belong to an event, chunk by chunk, and names them in its meta. What does
 * not fit into the event's own append is stored by events before it.
 */
final class FileStore {
  static final int CHUNK = 1 << 20;

  private final Batch batch;
  private final Origin origin;
  private final KeyTable known;
  private final boolean withBytes;

  FileStore(Batch batch, Origin origin, KeyTable known, boolean withBytes) {
    this.batch = batch;
    this.origin = origin;
    this.known = known;
    this.withBytes = withBytes;
  }

  /** Whether the bytes are wanted. */
  boolean withBytes() {
    return withBytes;
  }

  /**
   * Writes what is known of files into the meta of the event they belong to.
   *
   * @return the chunks that must be stored with the event
   */
  List<byte[]> store(List<Part.Attachment> files, ObjectNode meta) throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    if (files.isEmpty()) {
      return chunks;
    }
    ArrayNode list = meta.putArray("attachments");
    for (Part.Attachment file : files) {
      ObjectNode row = list.addObject();
      Origin.put(row, "mime", file.mime());
      file.sha256().ifPresent(sha -> row.put("sha256", sha));
      if (file.size() >= 0) {
        row.put("size", file.size());
      }
      if (withBytes && file.content().isPresent()) {
        store(file.content().orElseThrow(), row, meta, chunks);
      }
    }
    return chunks;
  }

  private void store(Content content, ObjectNode row, ObjectNode meta, List<byte[]> chunks)
      throws IOException {
    MessageDigest whole = Sha256.begin();
    ArrayNode hashes = row.putArray("chunks");
    long size = 0;
    try (InputStream in = content.open()) {
      for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
        whole.update(chunk);
        size += chunk.length;
        String hash = Sha256.of(chunk);
        hashes.add(hash);
        meta.withArray("blobs").add(hash);
        if (!known.holds(Key.chunk(hash))) {
          chunks.add(chunk);
          storeOverflow(chunks, meta);
        }
      }
    }
    row.put("size", size).put("sha256", Sha256.hex(whole));
  }

  /** One append holds one chunk beside the words of its event. */
  private void storeOverflow(List<byte[]> chunks, ObjectNode of) {
    while (chunks.stream().mapToLong(chunk -> chunk.length).sum() > CHUNK) {
      byte[] chunk = chunks.removeFirst();
      String hash = Sha256.of(chunk);
      ObjectNode meta = origin.meta(origin.source("")).put("record", "chunk");
      if (of.has("conversation_id")) {
        meta.set("conversation_id", of.get("conversation_id"));
      }
      meta.putArray("blobs").add(hash);
      known.put(Key.chunk(hash), 0);
      batch.add(new Draft(Piece.RECORD, null, meta), Draft.facts(), List.of(chunk));
    }
  }
}
