package pmm.mind.importing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * What tells one imported thing from another, in 128 bits: the first half of a SHA-256, so that two
 * things do not meet by chance, and nobody makes them meet.
 */
record Key(long high, long low) {

  /** The conversation of an archive. */
  static Key conversation(String conversationId) {
    return of("conversation", conversationId);
  }

  /** A title that a conversation was given by an archive. */
  static Key title(String conversationId, String title) {
    return of("title", conversationId, title);
  }

  /** That an archive said of a conversation that it was put away, or not. */
  static Key archived(String conversationId, boolean archived) {
    return of("archived", conversationId, Boolean.toString(archived));
  }

  /**
   * One event of an imported thing.
   *
   * @param scope the conversation's id, or the format where it is in none
   * @param number which event of the thing, from 0
   */
  static Key piece(String scope, String originalId, String contentHash, int number) {
    return of("piece", scope, originalId, contentHash, Integer.toString(number));
  }

  /** A chunk of bytes that was stored by an event of its own. */
  static Key chunk(String sha256) {
    return of("chunk", sha256);
  }

  /** Returns the id that a conversation of an archive has here, always the same. */
  static String conversationId(String format, String originalId) {
    byte[] name = ("pmm/import\n" + format + "\n" + originalId).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(name).toString();
  }

  private static Key of(String... parts) {
    MessageDigest sha = Sha256.begin();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      sha.update(bytes);
    }
    ByteBuffer digest = ByteBuffer.wrap(sha.digest());
    return new Key(digest.getLong(), digest.getLong());
  }
}
