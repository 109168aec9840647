package pmm.mindfile.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proof as it is handed to others: it stands for itself, together with a key. */
public sealed interface ProofFile {
  /** The longest proof: an event's line of an export, in base64, and the rest. */
  int MAX_BYTES = 16 << 20;

  /** The newer head, which everything is proved against. */
  SignedNote head();

  /** The text of the file. */
  String format();

  /**
   * That an event is in a mind: a C2SP tlog-proof.
   *
   * @param proof the audit path
   * @param event what the event is, and not yet to be believed
   * @param head the head it leads to
   */
  record OfEvent(InclusionProof proof, byte[] event, SignedNote head) implements ProofFile {
    private static final String FIRST = "c2sp.org/tlog-proof@v1";

    @Override
    public String format() {
      return FIRST
          + "\nextra "
          + Base64.getEncoder().encodeToString(event)
          + "\nindex "
          + proof.index()
          + "\n"
          + lines(proof.path())
          + "\n"
          + head.format();
    }

    private static OfEvent parse(Reader reader) {
      byte[] event = Base64Text.decode("extra", reader.value("extra "));
      long index = reader.number("index ");
      List<byte[]> path = reader.hashes();
      SignedNote head = reader.note();
      return new OfEvent(
          new InclusionProof(index, Checkpoint.parse(head.text()).size(), path), event, head);
    }
  }

  /**
   * That a newer state of a mind continues an older one.
   *
   * @param proof the path
   * @param fromRoot the root of the older state
   * @param head the newer state
   */
  record OfContinuation(ConsistencyProof proof, byte[] fromRoot, SignedNote head)
      implements ProofFile {
    private static final String FIRST = "pmm/consistency-proof/1";

    /** Checks the root. */
    public OfContinuation {
      Hashes.check(fromRoot);
    }

    @Override
    public String format() {
      return FIRST
          + "\nold "
          + proof.from()
          + "\nroot "
          + Base64.getEncoder().encodeToString(fromRoot)
          + "\n"
          + lines(proof.path())
          + "\n"
          + head.format();
    }

    private static OfContinuation parse(Reader reader) {
      long from = reader.number("old ");
      byte[] root = Base64Text.decode("root", reader.value("root "));
      List<byte[]> path = reader.hashes();
      SignedNote head = reader.note();
      return new OfContinuation(
          new ConsistencyProof(from, Checkpoint.parse(head.text()).size(), path), root, head);
    }
  }

  private static String lines(List<byte[]> path) {
    StringBuilder lines = new StringBuilder();
    for (byte[] hash : path) {
      lines.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    }
    return lines.toString();
  }

  /**
   * Reads a proof of either kind.
   *
   * @throws MalformedException if it is none, or cut off
   */
  static ProofFile parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException(
          "%d bytes (expected: at most %d)".formatted(bytes.length, MAX_BYTES));
    }
    Reader reader = new Reader(new String(bytes, UTF_8));
    String first = reader.line();
    return switch (first) {
      case OfEvent.FIRST -> OfEvent.parse(reader);
      case OfContinuation.FIRST -> OfContinuation.parse(reader);
      case null, default ->
          throw new MalformedException(
              "no proof (expected: a file that begins with "
                  + OfEvent.FIRST
                  + " or "
                  + OfContinuation.FIRST
                  + ")");
    };
  }

  /** The lines of a proof, one after the other. */
  final class Reader {
    private static final String CUT = "the proof is cut off";

    private final String text;
    private int at;

    private Reader(String text) {
      this.text = text;
    }

    private @Nullable String line() {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        return null;
      }
      String line = text.substring(at, end);
      at = end + 1;
      return line;
    }

    private String value(String key) {
      String line = line();
      if (line == null) {
        throw new MalformedException(CUT + " (expected: a line with " + key.strip() + ")");
      }
      if (!line.startsWith(key)) {
        throw new MalformedException(
            "a line without " + key.strip() + " (expected: " + key + "...)");
      }
      return line.substring(key.length());
    }

    private long number(String key) {
      String value = value(key);
      if (!value.matches("0|[1-9][0-9]{0,17}")) {
        throw new MalformedException(key + value + " (expected: a decimal number)");
      }
      return Long.parseLong(value);
    }

    private List<byte[]> hashes() {
      List<byte[]> hashes = new ArrayList<>();
      for (String line = line(); ; line = line()) {
        if (line == null) {
          throw new MalformedException(CUT + " (expected: an empty line behind the hashes)");
        }
        if (line.isEmpty()) {
          return hashes;
        }
        hashes.add(Hashes.check(Base64Text.decode("hash", line)));
      }
    }

    private SignedNote note() {
      return SignedNote.parse(text.substring(at).getBytes(UTF_8));
    }
  }
}
