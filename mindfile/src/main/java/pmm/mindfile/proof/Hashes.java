package pmm.mindfile.proof;

import java.util.List;

/** Lists of hashes as they stand in proofs. */
final class Hashes {
  private Hashes() {}

  static List<byte[]> copy(List<byte[]> hashes) {
    hashes.forEach(Hashes::check);
    return List.copyOf(hashes);
  }

  static byte[] check(byte[] hash) {
    if (hash.length != Sha256.BYTES) {
      throw new MalformedException(
          "a hash of %d bytes (expected: %d)".formatted(hash.length, Sha256.BYTES));
    }
    return hash;
  }
}
