package pmm.mindfile;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.CompactRange;

/**
 * Walks a chain and judges each event by the exact forms of the format. What an event is linked to
 * is always the recomputed hash of the one before, never the stored one.
 */
final class EventCheck {
  private static final long MAX_SAFE_MS = (1L << 53) - 1;
  private static final byte[] DIGITS = Texts.utf8("0123456789abcdef");

  private final HashChain chain = new HashChain();
  private final CompactRange range;
  private final byte[] hex = new byte[HashChain.HEX_LENGTH];
  private long lastId;
  private byte @Nullable [] lastHash;
  private boolean linkKnown;

  /** Starts at event 1. */
  EventCheck() {
    this(0, null);
  }

  /** Starts after {@code lastId}; a null hash takes the first stored link for granted. */
  EventCheck(long lastId, byte @Nullable [] lastHash) {
    this(lastId, lastHash, new CompactRange());
  }

  /** The same, adding to a tree. */
  EventCheck(long lastId, byte @Nullable [] lastHash, CompactRange range) {
    this.range = range;
    this.lastId = lastId;
    this.lastHash = lastHash;
    linkKnown = lastId == 0 || lastHash != null;
  }

  long lastId() {
    return lastId;
  }

  byte @Nullable [] lastHash() {
    return lastHash;
  }

  CompactRange range() {
    return range;
  }

  /** What is wrong with the next event; null if nothing is, and then it counts as the last one. */
  @Nullable Finding next(RawEvent event) {
    Finding form = form(event);
    if (form != null) {
      return form;
    }
    if (!linkKnown) {
      lastHash = parse(event.prevHash());
      linkKnown = true;
    }
    if (!isHexOf(lastHash, event.prevHash())) {
      return Finding.event(
          event.id(),
          Fault.LINK,
          "prev_hash is %s (expected: %s)"
              .formatted(
                  ascii(event.prevHash()), lastHash == null ? "NULL" : HashChain.hex(lastHash)));
    }
    byte[] hash = hash(event);
    if (!isHexOf(hash, event.hash())) {
      return Finding.event(
          event.id(),
          Fault.CONTENT,
          "hash is %s (recomputed: %s)".formatted(ascii(event.hash()), HashChain.hex(hash)));
    }
    lastId = event.id();
    lastHash = hash;
    range.add(hash);
    return null;
  }

  /** Whether a finding of {@link #next} came from the seal, which does not say what it is about. */
  static boolean isSeal(Finding finding) {
    return finding.fault() == Fault.CONTENT && finding.message().startsWith("hash is ");
  }

  /** The hash that the stored parts have behind the last event. */
  byte[] hash(RawEvent event) {
    return hash(event, event.id(), event.tsMs(), event.kind(), lastHash);
  }

  byte[] hash(
      RawEvent event, long id, long tsMs, byte @Nullable [] kind, byte @Nullable [] prevHash) {
    return chain.eventHash(
        id,
        tsMs,
        kind == null ? new byte[0] : kind,
        contentCommitment(event),
        metaCommitment(event),
        prevHash);
  }

  private byte @Nullable [] contentCommitment(RawEvent event) {
    return event.content() == null || event.contentSalt() == null
        ? event.contentCommitment()
        : chain.contentCommitment(event.contentSalt(), event.content());
  }

  private byte @Nullable [] metaCommitment(RawEvent event) {
    return event.meta() == null || event.metaSalt() == null
        ? event.metaCommitment()
        : chain.metaCommitment(event.metaSalt(), event.meta());
  }

  /** The same event with its parts replaced by their commitments. */
  RawEvent sealed(RawEvent event) {
    return new RawEvent(
        event.id(),
        event.ts(),
        event.kind(),
        null,
        null,
        event.prevHash(),
        event.hash(),
        null,
        null,
        event.typed(),
        contentCommitment(event),
        metaCommitment(event));
  }

  private @Nullable Finding form(RawEvent event) {
    long id = event.id();
    if (id > lastId + 1) {
      return Finding.event(
          lastId + 1, Fault.GAP, "event %d is missing (found: %d)".formatted(lastId + 1, id));
    }
    if (id <= lastId) {
      return Finding.event(
          id, Fault.ORDER, "event %d is out of order (expected: %d)".formatted(id, lastId + 1));
    }
    if (!event.typed()) {
      return Finding.event(id, Fault.TYPES, "a column holds a value of another type");
    }
    if (event.kind() == null || !Kinds.isWellFormed(event.kind())) {
      return Finding.event(id, Fault.KIND, "kind (expected: [a-z][a-z0-9_.]{0,63})");
    }
    long tsMs = event.tsMs();
    if (!(event.ts() == tsMs / 1000.0) || Math.abs(tsMs) > MAX_SAFE_MS) {
      return Finding.event(
          id, Fault.TIME, "ts is " + event.ts() + " (expected: whole milliseconds / 1000.0)");
    }
    Finding content = part(event, Fault.CONTENT, event.content(), event.contentSalt());
    return content != null ? content : part(event, Fault.META, event.meta(), event.metaSalt());
  }

  private static @Nullable Finding part(
      RawEvent event, Fault fault, byte @Nullable [] value, byte @Nullable [] salt) {
    if (value == null && salt != null) {
      return Finding.event(event.id(), fault, fault.word() + " is missing, its salt is there");
    }
    // Before hashing: with a free length, bytes moved from text to salt would keep the hash.
    if (value != null && (salt == null || salt.length != HashChain.SALT_BYTES)) {
      return Finding.event(
          event.id(),
          Fault.SALT,
          "%s salt has %s bytes (expected: %d)"
              .formatted(fault.word(), salt == null ? "no" : salt.length, HashChain.SALT_BYTES));
    }
    if (value != null && !Texts.isWellFormed(value)) {
      return Finding.event(event.id(), fault, fault.word() + " is not UTF-8 without NUL");
    }
    return null;
  }

  private boolean isHexOf(byte @Nullable [] hash, byte @Nullable [] stored) {
    if (hash == null || stored == null) {
      return hash == null && stored == null;
    }
    for (int i = 0; i < hash.length; i++) {
      hex[2 * i] = DIGITS[(hash[i] >> 4) & 0xf];
      hex[2 * i + 1] = DIGITS[hash[i] & 0xf];
    }
    return Arrays.equals(hex, stored);
  }

  static boolean isHash(byte @Nullable [] hex) {
    if (hex == null || hex.length != HashChain.HEX_LENGTH) {
      return false;
    }
    for (byte b : hex) {
      if (!((b >= '0' && b <= '9') || (b >= 'a' && b <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  static byte @Nullable [] parse(byte @Nullable [] hex) {
    return hex != null && isHash(hex) ? HexFormat.of().parseHex(ascii(hex)) : null;
  }

  private static String ascii(byte @Nullable [] bytes) {
    return bytes == null
        ? "NULL"
        : new String(
            bytes, 0, Math.min(bytes.length, 80), java.nio.charset.StandardCharsets.US_ASCII);
  }
}
