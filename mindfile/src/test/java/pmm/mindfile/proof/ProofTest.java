package pmm.mindfile.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofTest {
  /** The leaves of the reference implementation (certificate-transparency, merkle_tree_test). */
  private static final List<byte[]> LEAVES =
      hashes(" 00 10 2021 3031 40414243 5051525354555657 606162636465666768696a6b6c6d6e6f");

  private static List<byte[]> hashes(String words) {
    return Arrays.stream(words.split(" ", -1)).map(HexFormat.of()::parseHex).toList();
  }

  private static EventHashes<RuntimeException> leaves(List<byte[]> leaves) {
    Iterator<byte[]> iterator = leaves.iterator();
    return iterator::next;
  }

  private static byte[] root(List<byte[]> leaves) {
    CompactRange range = new CompactRange();
    leaves.forEach(range::add);
    return range.root();
  }

  private static List<String> hex(List<byte[]> path) {
    return path.stream().map(HexFormat.of()::formatHex).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, ''",
    "0, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "5, 8, bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "2, 3, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "1, 5, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
  })
  void makesTheInclusionProofsOfTheReferenceImplementation(int index, int size, String path) {
    InclusionProof proof = InclusionProof.of(index, size, leaves(LEAVES));

    assertEquals(path.isEmpty() ? List.of() : List.of(path.split(" ")), hex(proof.path()));
    assertArrayEquals(
        root(LEAVES.subList(0, size)), proof.rootFrom(LEAVES.get(index)).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, ''",
    "1, 8, 96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
        + " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    "6, 8, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
        + " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "2, 5, 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
        + " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "6, 7, 0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
        + " b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
        + " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
  })
  void makesTheConsistencyProofsOfTheReferenceImplementation(int from, int to, String path) {
    ConsistencyProof proof = ConsistencyProof.of(from, to, leaves(LEAVES));

    assertEquals(path.isEmpty() ? List.of() : List.of(path.split(" ")), hex(proof.path()));
    assertTrue(proof.holds(root(LEAVES.subList(0, from)), root(LEAVES.subList(0, to))));
  }

  private static List<byte[]> numbered(int size) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      leaves.add(("event " + i).getBytes(StandardCharsets.UTF_8));
    }
    return leaves;
  }

  @Property(tries = 300)
  void provesEachEventAndNoOther(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @IntRange(max = 299) int at,
      @ForAll @IntRange(max = 299) int other) {
    List<byte[]> leaves = numbered(size);
    int index = at % size;
    byte[] root = root(leaves);
    InclusionProof proof = InclusionProof.of(index, size, leaves(leaves));

    assertArrayEquals(root, proof.rootFrom(leaves.get(index)).orElseThrow());
    if (other % size != index) {
      assertFalse(leadsTo(root, proof, leaves.get(other % size)));
      assertFalse(
          leadsTo(root, new InclusionProof(other % size, size, proof.path()), leaves.get(index)));
    }
    for (List<byte[]> wrong : spoilt(proof.path())) {
      assertFalse(leadsTo(root, new InclusionProof(index, size, wrong), leaves.get(index)));
    }
  }

  private static boolean leadsTo(byte[] root, InclusionProof proof, byte[] leaf) {
    Optional<byte[]> reached = proof.rootFrom(leaf);
    return reached.isPresent() && Arrays.equals(root, reached.get());
  }

  @Property(tries = 300)
  void provesThatATreeContinuesAnotherAndNoOther(
      @ForAll @IntRange(min = 1, max = 300) int to, @ForAll @IntRange(max = 299) int older) {
    int from = older % to + 1;
    List<byte[]> leaves = numbered(to);
    byte[] fromRoot = root(leaves.subList(0, from));
    byte[] toRoot = root(leaves);
    ConsistencyProof proof = ConsistencyProof.of(from, to, leaves(leaves));

    assertTrue(proof.holds(fromRoot, toRoot));
    assertEquals(from == to, proof.holds(toRoot, toRoot));
    assertEquals(from == to, proof.holds(fromRoot, fromRoot));
    for (List<byte[]> wrong : spoilt(proof.path())) {
      assertFalse(new ConsistencyProof(from, to, wrong).holds(fromRoot, toRoot));
    }
    List<byte[]> changed = new ArrayList<>(leaves);
    changed.set(older % from, new byte[] {1});
    assertFalse(ConsistencyProof.of(from, to, leaves(changed)).holds(fromRoot, root(changed)));
  }

  /** A hash more, a hash less, one bit of each hash, two of them the other way round. */
  private static List<List<byte[]>> spoilt(List<byte[]> path) {
    List<List<byte[]>> wrong = new ArrayList<>();
    List<byte[]> longer = new ArrayList<>(path);
    longer.add(new byte[32]);
    wrong.add(longer);
    for (int i = 0; i < path.size(); i++) {
      List<byte[]> shorter = new ArrayList<>(path);
      shorter.remove(i);
      wrong.add(shorter);
      List<byte[]> flipped = new ArrayList<>(path);
      byte[] hash = path.get(i).clone();
      hash[i] ^= 1;
      flipped.set(i, hash);
      wrong.add(flipped);
      if (i > 0) {
        List<byte[]> swapped = new ArrayList<>(path);
        swapped.set(i, path.get(i - 1));
        swapped.set(i - 1, path.get(i));
        wrong.add(swapped);
      }
    }
    return wrong;
  }

  @Test
  void refusesNumbersThatAreNoTree() {
    assertThrows(MalformedException.class, () -> new InclusionProof(3, 3, List.of()));
    assertThrows(MalformedException.class, () -> new InclusionProof(-1, 3, List.of()));
    assertThrows(MalformedException.class, () -> new ConsistencyProof(0, 3, List.of()));
    assertThrows(MalformedException.class, () -> new ConsistencyProof(4, 3, List.of()));
    assertThrows(MalformedException.class, () -> new InclusionProof(0, 2, List.of(new byte[31])));
  }
}
