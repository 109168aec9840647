package pmm.mindfile.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mindfile.proof.SignedNote.Standing;

class SignedNoteTest {
  private static final String MIND = "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";
  private static final Checkpoint HEAD = Checkpoint.of(MIND, 42, new byte[32]);

  /** The example of the reference implementation (golang.org/x/mod/sumdb/note). */
  private static final String NEUMANN =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  private static final byte[] NEUMANN_KEY =
      Base64.getDecoder().decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

  private static VerifyingKey neumann() {
    return VerifyingKey.ofBytes(Arrays.copyOfRange(NEUMANN_KEY, 1, NEUMANN_KEY.length));
  }

  private static SignedNote parse(String note) {
    return SignedNote.parse(note.getBytes(UTF_8));
  }

  @Test
  void readsTheNoteOfTheReferenceImplementation() {
    SignedNote note = parse(NEUMANN);

    assertEquals("c74f20a3", neumann().id("PeterNeumann"));
    assertEquals(Standing.SIGNED, note.judge(neumann(), "PeterNeumann"));
    assertEquals(Standing.UNKNOWN, note.judge(neumann(), "EnochRoot"));
    assertEquals(NEUMANN, note.format());
    assertEquals(
        Standing.FORGED,
        parse(NEUMANN.replace("problem is", "problem was")).judge(neumann(), "PeterNeumann"));
  }

  @Test
  void readsTheCheckpointOfTheSpecification() {
    Checkpoint head =
        Checkpoint.parse(
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n");

    assertEquals("example.com/behind-the-sofa", head.origin());
    assertEquals(20852163, head.size());
    assertTrue(head.rootHex().startsWith("0ac5186a91863e8e1d90c8"));
  }

  @Property(tries = 100)
  void readsWhatItHasWritten(
      @ForAll @LongRange(min = 0) long size, @ForAll @IntRange(max = 31) int at) {
    byte[] root = new byte[32];
    root[at] = 7;
    Checkpoint head = Checkpoint.of(MIND, size % 1_000_000_000_000_000_000L, root);
    SigningKey key = SigningKey.generate();
    SignedNote note = parse(key.sign(head).format());
    Checkpoint read = Checkpoint.parse(note.text());

    assertEquals(Standing.SIGNED, note.judge(key.verifyingKey(), head.origin()));
    assertEquals(head.size(), read.size());
    assertArrayEquals(root, read.root());
    assertEquals(Standing.UNKNOWN, note.judge(SigningKey.generate().verifyingKey(), head.origin()));
  }

  @Property(tries = 200)
  void noChangedByteIsStillSigned(@ForAll @IntRange(max = 10_000) int at, @ForAll byte other) {
    SigningKey key = SigningKey.generate();
    byte[] note = key.sign(HEAD).format().getBytes(UTF_8);
    byte[] changed = note.clone();
    changed[at % note.length] = other;
    if (Arrays.equals(note, changed)) {
      return;
    }
    try {
      SignedNote read = SignedNote.parse(changed);
      assertNotEquals(Standing.SIGNED, read.judge(key.verifyingKey(), HEAD.origin()));
    } catch (MalformedException refused) {
      assertTrue(refused.getMessage().contains("expected"), refused.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\r\n", "\u0085", "\u2028"})
  void endsALineAtALineFeedOnly(String end) {
    String note = SigningKey.generate().sign(HEAD).format();
    String line = note.substring(note.indexOf('\u2014'), note.length() - 1);
    assertEquals(2, parse(note + line + "\n").signatures().size());
    assertThrows(
        MalformedException.class,
        () -> parse(note.substring(0, note.length() - 1) + end + line + "\n"));
  }

  @Test
  void readsNoNoteThatWasCutOff() {
    byte[] note = SigningKey.generate().sign(HEAD).format().getBytes(UTF_8);
    int bare = HEAD.text().length() + 1;
    for (int length = 0; length < note.length; length++) {
      byte[] cut = Arrays.copyOf(note, length);
      if (length == bare) {
        assertEquals(List.of(), SignedNote.parse(cut).signatures());
      } else {
        assertThrows(MalformedException.class, () -> SignedNote.parse(cut), "at " + length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n42\n",
        "\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a b\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n042\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n-1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n99999999999999999999\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "a\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n",
        "a\n42\nAAAA\n",
        "a\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "a\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nx\n"
      })
  void refusesWhatIsNoCheckpoint(String text) {
    assertThrows(MalformedException.class, () -> Checkpoint.parse(text));
  }

  @Test
  void acceptsSignaturesOfOthersBesideItsOwn() {
    SigningKey key = SigningKey.generate();
    SignedNote own = key.sign(HEAD);
    SignedNote witness = SigningKey.generate().sign(HEAD);
    SignedNote both =
        parse(own.format() + witness.signatures().getFirst().toString().replace(MIND, "witness"));

    assertEquals(2, both.keyIds().size());
    assertEquals(Standing.SIGNED, both.judge(key.verifyingKey(), HEAD.origin()));
  }
}
