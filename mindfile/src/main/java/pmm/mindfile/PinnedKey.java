package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.VerifyingKey;

/** The public key that a home trusts: pinned at the first signature, in its keys folder. */
public final class PinnedKey {
  private static final int MAX_BYTES = 16 << 10;

  private final Path path;

  private PinnedKey(Path path) {
    this.path = path;
  }

  /** That of a home folder. */
  public static PinnedKey of(Path home) {
    return new PinnedKey(home.resolve("keys").resolve("signing.pub"));
  }

  static PinnedKey beside(Path mindFile) {
    return of(FileReplacer.folderOf(mindFile));
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /**
   * The key, if one is pinned.
   *
   * @throws MindFileException INVALID if what lies there is none, or IO
   */
  public Optional<VerifyingKey> read() {
    if (Files.notExists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(VerifyingKey.ofPem(Texts.read(path, MAX_BYTES)));
    } catch (MalformedException e) {
      throw MindFileException.invalid(path + " holds " + e.getMessage());
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, "reading " + path + " failed: " + e.getMessage(), e);
    }
  }

  /** Trusts this key from now on, and no other. */
  public void pin(VerifyingKey key) throws IOException {
    VerifiedCopy.privateFolder(FileReplacer.folderOf(path));
    FileReplacer.write(path, key.toPem());
  }
}
