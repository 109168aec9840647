package pmm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.function.Function;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SigningKey;
import pmm.mindfile.proof.VerifyingKey;

/** Keys in files, and what is wrong with them in plain words. */
final class SigningKeys {
  private static final int MAX_BYTES = 16 << 10;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private SigningKeys() {}

  /** A private key that nobody else can read. */
  static SigningKey signing(Path file) {
    requireFile(file, "pmm keygen --out " + file);
    try {
      if (Files.getFileStore(file).supportsFileAttributeView("posix")
          && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
        throw Failure.notDone(
            file
                + " can be read by others, so anyone may have signed with it. If nobody has seen it: chmod 600 "
                + file);
      }
    } catch (IOException e) {
      throw Failure.notDone("Cannot look at " + file + ": " + e.getMessage());
    }
    return read(file, SigningKey::ofPem);
  }

  /** A public key. */
  static VerifyingKey verifying(Path file) {
    requireFile(file, "openssl pkey -in KEY -pubout -out " + file);
    return read(file, VerifyingKey::ofPem);
  }

  private static void requireFile(Path file, String make) {
    if (Files.isDirectory(file)) {
      throw Failure.notDone(file + " is a folder (expected: a key in it)");
    }
    if (!Files.isRegularFile(file)) {
      throw Failure.notDone("There is no key " + file + ". Make one with: " + make);
    }
  }

  private static <K> K read(Path file, Function<String, K> parser) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw Failure.notDone(file + " is no key: it is too large (expected: a PEM file)");
      }
      return parser.apply(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (MalformedException e) {
      throw Failure.notDone(file + " holds " + e.getMessage());
    } catch (IOException e) {
      throw Failure.notDone("Cannot read " + file + ": " + e.getMessage());
    }
  }
}
