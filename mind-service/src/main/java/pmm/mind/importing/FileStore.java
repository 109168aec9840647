package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Part;
import pmm.mind.ledger.Draft;

/**
 * Stores the files that belong to an event, chunk by chunk, and names them in its meta. What does
 * not fit into the event's own append is stored by events before it.
 */
final class FileStore {
  static final int CHUNK = 1 << 20;

  /** Is told of a file whose bytes could not be read. */
  interface Unread {
    void file(Part.Attachment file, String why);
  }

  /** What the bytes of a file are. */
  private record Read(long size, String sha256, List<String> chunks) {}

  private final Batch batch;
  private final KeyTable known;
  private final boolean withBytes;
  private final Unread unread;

  FileStore(Batch batch, KeyTable known, boolean withBytes, Unread unread) {
    this.batch = batch;
    this.known = known;
    this.withBytes = withBytes;
    this.unread = unread;
  }

  /** Whether the bytes are wanted. */
  boolean withBytes() {
    return withBytes;
  }

  /**
   * Writes what is known of files into the meta of the event they belong to. Of those whose bytes
   * cannot be read, that is what the archive says of them.
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
        Content content = file.content().orElseThrow();
        Optional<Read> read = read(file, content);
        if (read.isPresent()) {
          store(content, read.get(), row, meta, chunks);
        }
      }
    }
    return chunks;
  }

  /** Reads a file to its end, before anything of it is stored. */
  private Optional<Read> read(Part.Attachment file, Content content) throws IOException {
    MessageDigest whole = Sha256.begin();
    List<String> hashes = new ArrayList<>();
    long size = 0;
    try (InputStream in = content.open()) {
      for (byte[] chunk = in.readNBytes(CHUNK); chunk.length > 0; chunk = in.readNBytes(CHUNK)) {
        whole.update(chunk);
        size += chunk.length;
        hashes.add(Sha256.of(chunk));
      }
    } catch (ArchiveException e) {
      unread.file(file, "Its bytes could not be read: " + e.getMessage());
      return Optional.empty();
    }
    return Optional.of(new Read(size, Sha256.hex(whole), hashes));
  }

  private void store(
      Content content, Read read, ObjectNode row, ObjectNode meta, List<byte[]> chunks)
      throws IOException {
    ArrayNode hashes = row.putArray("chunks");
    try (InputStream in = content.open()) {
      for (String hash : read.chunks()) {
        byte[] chunk = in.readNBytes(CHUNK);
        hashes.add(hash);
        meta.withArray("blobs").add(hash);
        if (!known.holds(Key.chunk(hash))) {
          chunks.add(chunk);
          storeOverflow(chunks, meta);
        }
      }
    }
    row.put("size", read.size()).put("sha256", read.sha256());
  }

  /** One append holds one chunk beside the words of its event. */
  private void storeOverflow(List<byte[]> chunks, ObjectNode of) {
    while (chunks.stream().mapToLong(chunk -> chunk.length).sum() > CHUNK) {
      byte[] chunk = chunks.removeFirst();
      String hash = Sha256.of(chunk);
      ObjectNode meta = batch.origin().meta(batch.origin().source("")).put("record", "chunk");
      if (of.has("conversation_id")) {
        meta.set("conversation_id", of.get("conversation_id"));
      }
      meta.putArray("blobs").add(hash);
      known.put(Key.chunk(hash), 0);
      batch.add(new Draft(Piece.RECORD, null, meta), Draft.facts(), List.of(chunk));
    }
  }
}
