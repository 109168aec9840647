package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Chains of any events: they verify, one changed byte does not, and their lines are read back. */
class ChainPropertiesTest {
  private static final List<String> KINDS = List.of("note", "user_message", "x", "a.b_0");

  private final HashChain hashes = new HashChain();

  /** A chain over these texts; clocks jump, forwards and backwards. */
  private List<RawEvent> chain(List<String> texts, Random random) {
    List<RawEvent> events = new ArrayList<>();
    byte @Nullable [] prev = null;
    for (String text : texts) {
      byte[] content = random.nextInt(4) == 0 ? null : Texts.utf8(wellFormed(text));
      byte[] meta =
          random.nextInt(3) == 0
              ? null
              : Texts.utf8("{\"k\":" + JcsText.quote(wellFormed(text)) + "}");
      byte[] contentSalt = content == null ? null : salt(random);
      byte[] metaSalt = meta == null ? null : salt(random);
      long ms = random.nextLong(-1L << 40, 1L << 41);
      byte[] kind = Texts.utf8(KINDS.get(random.nextInt(KINDS.size())));
      byte[] hash =
          hashes.eventHash(
              events.size() + 1,
              ms,
              kind,
              content == null || contentSalt == null
                  ? null
                  : hashes.contentCommitment(contentSalt, content),
              meta == null || metaSalt == null ? null : hashes.metaCommitment(metaSalt, meta),
              prev);
      events.add(
          new RawEvent(
              events.size() + 1,
              ms / 1000.0,
              kind,
              content,
              meta,
              prev == null ? null : Texts.utf8(HashChain.hex(prev)),
              Texts.utf8(HashChain.hex(hash)),
              contentSalt,
              metaSalt,
              true,
              null,
              null));
      prev = hash;
    }
    return events;
  }

  private static byte[] salt(Random random) {
    byte[] salt = new byte[HashChain.SALT_BYTES];
    random.nextBytes(salt);
    return salt;
  }

  private static String wellFormed(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(c -> c != 0 && (c < 0xd800 || c > 0xdfff))
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }

  private static @Nullable Finding walk(List<RawEvent> events) {
    EventCheck check = new EventCheck();
    for (RawEvent event : events) {
      Finding finding = check.next(event);
      if (finding != null) {
        return finding;
      }
    }
    return null;
  }

  @Property(tries = 300)
  void anyChainVerifiesAndNoneWithAChangedByteDoes(
      @ForAll @Size(min = 1, max = 12) List<String> texts,
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 255) int other) {
    Random random = new Random(seed);
    List<RawEvent> events = chain(texts, random);
    assertNull(walk(events));
    RawEvent event = events.get(random.nextInt(events.size()));
    for (byte[] part :
        Arrays.asList(
            event.kind(),
            event.content(),
            event.meta(),
            event.prevHash(),
            event.hash(),
            event.contentSalt(),
            event.metaSalt())) {
      if (part != null && part.length > 0) {
        int at = random.nextInt(part.length);
        part[at] ^= (byte) other;
        Finding finding = found(walk(events));
        assertEquals(event.id(), finding.eventId());
        part[at] ^= (byte) other;
      }
    }
    assertNull(walk(events));
  }

  @Property(tries = 300)
  void noEventCanBeLeftOutSwappedOrDoubled(
      @ForAll @Size(min = 2, max = 12) List<String> texts, @ForAll long seed) {
    Random random = new Random(seed);
    List<RawEvent> events = chain(texts, random);
    int at = random.nextInt(events.size() - 1);
    List<RawEvent> less = new ArrayList<>(events);
    less.remove(at);
    assertEquals(at + 1, found(walk(less)).eventId());
    List<RawEvent> swapped = new ArrayList<>(events);
    java.util.Collections.swap(swapped, at, at + 1);
    assertNotNull(walk(swapped));
    List<RawEvent> twice = new ArrayList<>(events);
    twice.add(at, events.get(at));
    assertNotNull(walk(twice));
  }

  @Property(tries = 300)
  void readsTheLinesThatItWrites(
      @ForAll @Size(min = 1, max = 8) List<String> texts, @ForAll long seed) throws IOException {
    List<RawEvent> read = new ArrayList<>();
    for (RawEvent event : chain(texts, new Random(seed))) {
      byte[] line = line(event);
      RawEvent again = ((JsonlLine.EventLine) JsonlLine.parse(line)).event();
      assertArrayEquals(line, line(again));
      read.add(again);
    }
    assertNull(walk(read));
  }

  private static byte[] line(RawEvent event) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LineWriter writer = new LineWriter(out);
    writer.event(event);
    writer.flush();
    return out.toByteArray();
  }

  private static Finding found(@Nullable Finding finding) {
    return java.util.Objects.requireNonNull(finding);
  }
}
