package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import pmm.mindfile.proof.CompactRange;

/** The vectors of docs/file-format.md. */
class HashChainTest {
  static final List<Vector> VECTORS =
      List.of(
          new Vector(
              1,
              1763823348123L,
              "mind_created",
              "{\"name\":\"Echo\"}",
              0x00,
              "{\"mind_id\":\"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b\",\"schema\":1}",
              0x10,
              "5805c6f1aa3810bb9508ea8479aa3badc98583260fcd322f924cd2981b49cf3a"),
          new Vector(
              2,
              1763823349000L,
              "user_message",
              "Grüße, 世界 🧠\nline two",
              0x20,
              null,
              0,
              "0a83b51533bb73c0bc07b3ea6a90b8aaee33635f72d986fa65d1d44ae9ac50cd"),
          new Vector(
              3,
              1763823350500L,
              "assistant_message",
              null,
              0,
              "{\"model\":\"ollama:llama3.1\",\"tokens\":42}",
              0x30,
              "2caacc62b76a2adfd7e05576673598d2efd62a0b9e82c3d9a4c8de316261fdd3"),
          new Vector(
              4,
              1763823350499L,
              "note",
              "",
              0x40,
              "{}",
              0x50,
              "d0d005df3c27f8bde8917172384700d2434ddd9e7dcaa0437c09d26d5b247c85"));

  record Vector(
      long id,
      long tsMs,
      String kind,
      @Nullable String content,
      int contentSaltFrom,
      @Nullable String meta,
      int metaSaltFrom,
      String hash) {
    Event event(@Nullable String prevHash) {
      return new Event(
          id,
          tsMs,
          kind,
          content,
          content == null ? null : salt(contentSaltFrom),
          meta,
          meta == null ? null : salt(metaSaltFrom),
          prevHash,
          hash,
          null,
          null);
    }
  }

  static byte[] salt(int from) {
    byte[] salt = new byte[16];
    for (int i = 0; i < 16; i++) {
      salt[i] = (byte) (from + i);
    }
    return salt;
  }

  private static byte @Nullable [] commitment(
      HashChain chain, @Nullable String text, int saltFrom, boolean content) {
    if (text == null) {
      return null;
    }
    byte[] bytes = Texts.utf8(text);
    return content
        ? chain.contentCommitment(salt(saltFrom), bytes)
        : chain.metaCommitment(salt(saltFrom), bytes);
  }

  @Test
  void hashesTheVectors() {
    HashChain chain = new HashChain();
    byte[] prev = null;
    for (Vector v : VECTORS) {
      prev =
          chain.eventHash(
              v.id(),
              v.tsMs(),
              Texts.utf8(v.kind()),
              commitment(chain, v.content(), v.contentSaltFrom(), true),
              commitment(chain, v.meta(), v.metaSaltFrom(), false),
              prev);
      assertEquals(v.hash(), HashChain.hex(prev));
    }
  }

  @Test
  void buildsTheMerkleRoots() {
    CompactRange range = new CompactRange();
    VECTORS.subList(0, 3).forEach(v -> range.add(HexFormat.of().parseHex(v.hash())));
    assertEquals(
        "bc4074ec62cf5a40395a6ae04b2614b81f7506ac3747a582175618b31aecc503",
        HashChain.hex(range.root()));
    range.add(HexFormat.of().parseHex(VECTORS.getLast().hash()));
    assertEquals(
        "431534b5e3c9f9bbc20c92ba8bb4529b4e54789cce670209cefecae72aea9f1d",
        HashChain.hex(range.root()));
  }
}
