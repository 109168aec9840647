package pmm.mind.importing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;

/**
 * What tells one imported thing from another, in 128 bits, so that two things do not meet by
 * chance, and nobody makes them meet. Keys are never stored: they follow from what the events hold
 * and from this process, so that what was forgotten leaves no digest behind.
 */
record Key(long high, long low) {

  /** The conversation of an archive. */
  static Key conversation(String conversationId) {
    return of("conversation", conversationId);
  }

  /** A conversation to which the archive gives no id. */
  static Key unnamed(String conversationId) {
    return of("unnamed", conversationId);
  }

  /** A conversation in which something was said or decided here. */
  static Key touched(String conversationId) {
    return of("touched", conversationId);
  }

  /** A conversation that was given a title, by whomever. */
  static Key titled(String conversationId) {
    return of("titled", conversationId);
  }

  /** A title that a conversation was given by an archive. */
  static Key title(String conversationId, String title) {
    return of("title", conversationId, title);
  }

  /** That an archive said of a conversation that it was put away, or not. */
  static Key archived(String conversationId, boolean archived) {
    return of("archived", conversationId, Boolean.toString(archived));
  }

  /** An event of an imported thing, by where it stands and by its words. */
  static Key said(Spot spot, String words) {
    return of("said", spot.scope(), spot.name(), spot.part(), spot.kind(), words);
  }

  /** The same once its words are forgotten: whatever stands there is not taken in again. */
  static Key forgotten(Spot spot) {
    return of("forgotten", spot.scope(), spot.name(), spot.part(), spot.kind());
  }

  /** The place of words that were taken out with all of their import: they come again. */
  static Key takenOut(Spot spot) {
    return of("taken out", spot.scope(), spot.name(), spot.part(), spot.kind());
  }

  /** A chunk of bytes that was stored by an event of its own. */
  static Key chunk(String sha256) {
    return of("chunk", sha256);
  }

  /** The bytes of one of the files that an event names. */
  static Key file(long eventId, int number) {
    return of("file", Long.toString(eventId), Integer.toString(number));
  }

  /** An event whose words are forgotten: nothing comes to it any more. */
  static Key gone(long eventId) {
    return of("gone", Long.toString(eventId));
  }

  /** Returns the id that a conversation of an archive has here, always the same. */
  static String conversationId(String format, String originalId) {
    MessageDigest sha = Sha256.begin();
    for (String part : new String[] {"pmm/import", format, originalId}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      sha.update(bytes);
    }
    ByteBuffer name = ByteBuffer.wrap(sha.digest());
    long high = name.getLong();
    long low = name.getLong();
    return new UUID((high & ~0xF000L) | 0x8000L, (low & ~(3L << 62)) | (1L << 63)).toString();
  }

  private static Key of(String... parts) {
    SipHash hash = new SipHash();
    for (String part : parts) {
      hash.add(part);
    }
    return new Key(hash.high(), hash.low());
  }
}
