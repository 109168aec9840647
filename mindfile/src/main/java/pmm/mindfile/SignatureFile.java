package pmm.mindfile;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;

/** The last signature over a mind, kept outside of its file: a signed note over a head. */
public final class SignatureFile {
  private final Path path;

  /** At this place. */
  public SignatureFile(Path path) {
    this.path = path;
  }

  /** The one that lies beside a file and has its name. */
  public static SignatureFile beside(Path mindFile) {
    return new SignatureFile(FileReplacer.beside(mindFile, ".sig"));
  }

  /** Where it lies. */
  public Path path() {
    return path;
  }

  /** A signature and the head it is over, neither of them to be believed yet. */
  record Signed(SignedNote note, Checkpoint head) {
    static Signed of(SignedNote note) {
      if (note.signatures().isEmpty()) {
        throw new MalformedException("no signature (expected: at least one), or it was cut off");
      }
      return new Signed(note, Checkpoint.parse(note.text()));
    }
  }

  /**
   * Reads it, if it is there.
   *
   * @throws MindFileException INVALID if it is no signature, or IO
   */
  Optional<Signed> read() {
    try {
      return Optional.of(Signed.of(SignedNote.parse(Texts.bytes(path, 1 << 20))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (MalformedException e) {
      throw MindFileException.invalid(path + ": " + e.getMessage());
    } catch (IOException e) {
      throw new MindFileException(
          MindFileException.Reason.IO, "reading " + path + " failed: " + e.getMessage(), e);
    }
  }

  /** Puts a signature in the place of the one before. */
  public void write(SignedNote note) throws IOException {
    FileReplacer.write(path, note.format());
  }
}
