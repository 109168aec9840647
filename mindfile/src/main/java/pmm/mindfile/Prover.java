package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.ConsistencyProof;
import pmm.mindfile.proof.InclusionProof;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.ProofFile;
import pmm.mindfile.proof.SignedNote;

/**
 * Makes proofs from a file: against the last signed head where it reaches far enough, else against
 * the head that the file has now, which nobody has signed.
 */
public final class Prover implements AutoCloseable {
  private final Path file;
  private final ReadView view;
  private final Connection db;
  private final String mindId;
  private final long events;

  private Prover(Path file, ReadView view, Connection db) throws SQLException {
    this.file = file;
    this.view = view;
    this.db = db;
    Sqlite.run(db, "BEGIN");
    this.events = Sqlite.number(db, "SELECT max(id) FROM events");
    this.mindId = Optional.ofNullable(Config.read(db).get(Config.MIND_ID)).orElse("");
  }

  /**
   * Opens a file to prove things about it. It may be written meanwhile.
   *
   * @throws MindFileException NOT_A_MIND_FILE, NEWER_FORMAT or IO
   */
  public static Prover open(Path fileOrHome) {
    Path file = MindFile.existing(fileOrHome);
    FileHeader.read(file);
    ReadView view = null;
    try {
      view = ReadView.of(file);
      return new Prover(file, view, view.open());
    } catch (SQLException e) {
      close(view);
      throw Sqlite.problem(file, e);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** How many events there are. */
  public long events() {
    return events;
  }

  /** The head at some size, as the stored hashes give it. */
  public Checkpoint headAt(long size) {
    check(size, "event");
    return reading(hashes -> {
      CompactRange range = new CompactRange();
      while (range.size() < size) {
        range.add(hashes.next());
      }
      return Checkpoint.of(mindId, size, range.root());
    });
  }

  /**
   * Proves that an event is in this mind.
   *
   * @param reveal whether the proof shows what the event holds; without, it shows its time and kind
   * @throws MindFileException INVALID if there is no such event, BROKEN if it is not what was
   *     sealed or the file does not fit its signature
   */
  public ProofFile event(long id, boolean reveal) {
    check(id, "event");
    RawEvent event = sealed(id);
    SignedNote head = headFrom(id);
    long size = Checkpoint.parse(head.text()).size();
    InclusionProof proof = reading(hashes -> InclusionProof.of(id - 1, size, hashes::next));
    return new ProofFile.OfEvent(
        proof, line(reveal ? event : new EventCheck().sealed(event)), head);
  }

  /**
   * Proves that this mind, as it was after {@code to} events, continues what it was after {@code
   * from}.
   */
  public ProofFile continuation(long from, long to) {
    check(from, "state");
    check(to, "state");
    Checkpoint older = headAt(from);
    SignedNote head =
        signed()
            .filter(signed -> signed.head().size() == to)
            .map(signed -> fitting(signed).note())
            .orElseGet(() -> new SignedNote(headAt(to).text(), List.of()));
    ConsistencyProof proof = reading(hashes -> ConsistencyProof.of(from, to, hashes::next));
    return new ProofFile.OfContinuation(proof, older.root(), head);
  }

  private void check(long id, String what) {
    if (id < 1 || id > events) {
      throw MindFileException.invalid(
          "there is no %s %d (expected: 1 to %d)".formatted(what, id, events));
    }
  }

  private SignedNote headFrom(long id) {
    return signed()
        .filter(signed -> signed.head().size() >= id && signed.head().size() <= events)
        .map(signed -> fitting(signed).note())
        .orElseGet(() -> new SignedNote(headAt(events).text(), List.of()));
  }

  /** The last signature; one that cannot be read is as good as none. */
  private Optional<SignatureFile.Signed> signed() {
    try {
      return SignatureFile.beside(file).read();
    } catch (MindFileException e) {
      return Optional.empty();
    }
  }

  private SignatureFile.Signed fitting(SignatureFile.Signed signed) {
    Checkpoint here = headAt(signed.head().size());
    if (!here.text().equals(signed.head().text())) {
      throw new MindFileException(
          MindFileException.Reason.BROKEN,
          "%s is over another history of %d events than %s holds"
              .formatted(SignatureFile.beside(file).path(), here.size(), file));
    }
    return signed;
  }

  private RawEvent sealed(long id) {
    try (PreparedStatement select = RawEvent.select(db, id, id);
        ResultSet row = select.executeQuery()) {
      RawEvent event = row.next() ? RawEvent.read(row, Redactions.read(db)) : null;
      Finding finding = event == null ? null : new EventCheck(id - 1, null).next(event);
      if (event == null || finding != null) {
        throw new MindFileException(
            MindFileException.Reason.BROKEN,
            "event %d is not what was sealed: %s"
                .formatted(id, finding == null ? "it is missing" : finding.message()));
      }
      return event;
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    }
  }

  private static byte[] line(RawEvent event) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      LineWriter writer = new LineWriter(bytes);
      writer.event(event);
      writer.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private interface Reading<T> {
    T read(Hashes hashes) throws SQLException;
  }

  /** The stored hashes, one after the other. */
  private record Hashes(ResultSet rows) {
    byte[] next() throws SQLException {
      byte[] hash = rows.next() ? EventCheck.parse(rows.getBytes(1)) : null;
      if (hash == null) {
        throw new MindFileException(
            MindFileException.Reason.BROKEN, "an event is missing or has no hash: verify the file");
      }
      return hash;
    }
  }

  private <T> T reading(Reading<T> reading) {
    try (PreparedStatement select =
            db.prepareStatement("SELECT CAST(hash AS BLOB) FROM events ORDER BY id");
        ResultSet rows = select.executeQuery()) {
      return reading.read(new Hashes(rows));
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    }
  }

  /**
   * Checks a proof by itself: that the event is what its seal says, and that the hashes lead to the
   * head. Whether the head is to be believed is another question.
   *
   * @return the event that is proved; empty where a continuation is
   * @throws MindFileException BROKEN if it proves nothing
   */
  public static Optional<ProvedEvent> check(ProofFile proof) {
    byte[] root = Checkpoint.parse(proof.head().text()).root();
    return switch (proof) {
      case ProofFile.OfEvent of -> Optional.of(checkEvent(of, root));
      case ProofFile.OfContinuation of -> {
        if (!of.proof().holds(of.fromRoot(), root)) {
          throw nothing("its hashes do not lead from the older root to the newer one");
        }
        yield Optional.empty();
      }
    };
  }

  private static ProvedEvent checkEvent(ProofFile.OfEvent of, byte[] root) {
    RawEvent event;
    try {
      event = JsonlLine.parse(of.event()) instanceof JsonlLine.EventLine(RawEvent raw) ? raw : null;
    } catch (IOException e) {
      throw new MalformedException("what it says of the event: " + e.getMessage());
    }
    if (event == null) {
      throw new MalformedException("it shows no event (expected: a line of an export)");
    }
    long id = of.proof().index() + 1;
    EventCheck seal = new EventCheck(id - 1, null);
    Finding finding = seal.next(event);
    byte[] hash = seal.lastHash();
    if (finding != null || hash == null) {
      throw nothing(
          "the event that it shows is not what was sealed: "
              + (finding == null ? "no hash" : finding.message()));
    }
    if (of.proof().rootFrom(hash).filter(found -> Arrays.equals(found, root)).isEmpty()) {
      throw nothing("its hashes do not lead from the event to the root");
    }
    byte[] content = event.content();
    return new ProvedEvent(
        id, event.tsMs(), event.kindText(), content == null ? null : new String(content, UTF_8));
  }

  /**
   * An event that was proved.
   *
   * @param id its number
   * @param tsMs when it was stored, in milliseconds since 1970
   * @param kind what it records
   * @param content its words; null where it has none or the proof does not show them
   */
  public record ProvedEvent(long id, long tsMs, String kind, @Nullable String content) {}

  private static MindFileException nothing(String why) {
    return new MindFileException(MindFileException.Reason.BROKEN, why);
  }

  private static MindFileException failed(Path file, IOException e) {
    return new MindFileException(
        MindFileException.Reason.IO, "reading " + file + " failed: " + e.getMessage(), e);
  }

  private static void close(@Nullable ReadView view) {
    try {
      if (view != null) {
        view.close();
      }
    } catch (IOException e) {
      // A copy in the temporary folder stays.
    }
  }

  @Override
  public void close() {
    try {
      db.close();
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } finally {
      close(view);
    }
  }
}
