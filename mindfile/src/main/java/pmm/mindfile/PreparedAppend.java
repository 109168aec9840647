package pmm.mindfile;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An append that was checked, canonicalised and salted on its caller's thread, so that the one
 * writing thread has nothing left to refuse but the conditions.
 *
 * @param storedBlobs chunks that the events name and the request does not bring
 */
record PreparedAppend(
    List<Item> items,
    @Nullable String requestId,
    @Nullable String expectedHead,
    @Nullable Fence fence,
    Map<String, byte[]> blobs,
    Set<String> storedBlobs) {

  private static final SecureRandom RANDOM = new SecureRandom();

  /** One event, all but its place in the chain. */
  record Item(String kind, @Nullable Part content, @Nullable Part meta) {
    static Item of(HashChain chain, String kind, @Nullable String content, @Nullable String meta) {
      Part c = null;
      if (content != null) {
        byte[] salt = salt();
        byte[] bytes = Texts.utf8(content);
        Limits.check("content bytes", bytes.length, Limits.CONTENT_BYTES);
        c = new Part(content, bytes.length, salt, chain.contentCommitment(salt, bytes));
      }
      Part m = null;
      if (meta != null) {
        byte[] salt = salt();
        byte[] bytes = Texts.utf8(meta);
        Limits.check("meta bytes", bytes.length, Limits.META_BYTES);
        m = new Part(meta, bytes.length, salt, chain.metaCommitment(salt, bytes));
      }
      return new Item(kind, c, m);
    }

    long bytes() {
      return (content == null ? 0 : content.length()) + (meta == null ? 0 : meta.length());
    }
  }

  /** A text with its salt and commitment. */
  record Part(String text, int length, byte[] salt, byte[] commitment) {}

  static PreparedAppend of(AppendRequest request) {
    if (request.drafts().isEmpty()) {
      throw MindFileException.invalid("append of no events (expected: at least one)");
    }
    Limits.check("events", request.drafts().size(), Limits.REQUEST_EVENTS);
    checkRequestId(request.requestId());
    HashChain chain = new HashChain();
    Map<String, byte[]> blobs = blobs(request.blobs());
    Set<String> named = new HashSet<>();
    long bytes = blobs.values().stream().mapToLong(blob -> blob.length).sum();
    List<Item> items = new ArrayList<>();
    for (Draft draft : request.drafts()) {
      Item item = item(chain, draft);
      if (item.meta() != null) {
        named.addAll(BlobNames.in(item.meta().text()));
      }
      bytes += item.bytes();
      items.add(item);
    }
    Limits.check("request bytes", bytes, Limits.REQUEST_BYTES);
    for (String hash : blobs.keySet()) {
      if (!named.remove(hash)) {
        throw MindFileException.invalid(
            "blob " + hash + " (expected: named in meta.blobs of an event)");
      }
    }
    return new PreparedAppend(
        items, request.requestId(), request.expectedHead(), request.fence(), blobs, named);
  }

  private static Item item(HashChain chain, Draft draft) {
    String kind = draft.kind();
    if (!Kinds.isKnown(kind)) {
      throw MindFileException.invalid("kind " + kind + " (expected: one of " + Kinds.all() + ")");
    }
    if (kind.equals(Kinds.MIND_CREATED) || kind.equals(Kinds.OPENED_ON)) {
      throw MindFileException.invalid("kind " + kind + " (expected: left to the file itself)");
    }
    String content = draft.content();
    if (content != null) {
      // Before any work on it that grows with its length.
      Limits.check("content characters", content.length(), Limits.CONTENT_BYTES);
      Texts.check("content", content);
    }
    String meta = draft.metaJson();
    if (meta != null) {
      Limits.check("meta characters", meta.length(), Limits.REQUEST_BYTES);
      meta = JcsMeta.canonical(meta);
    }
    return Item.of(chain, kind, content, meta);
  }

  private static void checkRequestId(@Nullable String id) {
    if (id != null) {
      if (id.isEmpty()) {
        throw MindFileException.invalid("empty request id (expected: none, or a UUID)");
      }
      Limits.check("request id characters", id.length(), Limits.REQUEST_ID_CHARS);
      Texts.check("request id", id);
    }
  }

  private static Map<String, byte[]> blobs(List<byte[]> list) {
    Map<String, byte[]> blobs = new LinkedHashMap<>();
    for (byte[] blob : list) {
      Limits.check("blob bytes", blob.length, Limits.BLOB_BYTES);
      blobs.put(HashChain.hex(HashChain.sha256().digest(blob)), blob);
    }
    return blobs;
  }

  private static byte[] salt() {
    byte[] salt = new byte[HashChain.SALT_BYTES];
    RANDOM.nextBytes(salt);
    return salt;
  }
}
