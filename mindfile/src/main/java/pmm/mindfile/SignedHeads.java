package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;

/** The signed heads of an open file: kept in it, beside it, and in the log of heads. */
final class SignedHeads {
  private final Path file;
  private final Readers readers;
  private final Writer writer;

  SignedHeads(Path file, Readers readers, Writer writer) {
    this.file = file;
    this.readers = readers;
    this.writer = writer;
  }

  /** The newest one in the file that the pinned key has signed. */
  static Optional<SignedHead> newest(Path file, Readers readers) {
    VerifyingKey key = PinnedKey.beside(file).read().orElse(null);
    return key == null ? Optional.empty() : readers.ask(Optional.empty(), db -> newest(db, key));
  }

  private static Optional<SignedHead> newest(Connection db, VerifyingKey key) throws SQLException {
    try (PreparedStatement select =
            db.prepareStatement("SELECT CAST(note AS BLOB) FROM checkpoints ORDER BY size DESC");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        try {
          SignedNote note = SignedNote.parse(rows.getBytes(1));
          Checkpoint head = Checkpoint.parse(note.text());
          if (note.judge(key, head.origin()) == SignedNote.Standing.SIGNED) {
            return Optional.of(new SignedHead(head.size(), head.rootHex(), key.fingerprint(), 0));
          }
        } catch (MalformedException e) {
          // Verifying the file says what is wrong with the row.
        }
      }
    }
    return Optional.empty();
  }

  /** Takes in the signature beside the file, if it is of the pinned key and not in it already. */
  Optional<SignedHead> pinBeside() {
    VerifyingKey key = PinnedKey.beside(file).read().orElse(null);
    SignatureFile.Signed signed = SignatureFile.beside(file).read().orElse(null);
    if (key == null || signed == null) {
      return Optional.empty();
    }
    String note = signed.note().format();
    boolean known =
        readers.ask(
            false,
            db -> {
              try (PreparedStatement select =
                  db.prepareStatement("SELECT 1 FROM checkpoints WHERE note = ?")) {
                select.setString(1, note);
                try (ResultSet row = select.executeQuery()) {
                  return row.next();
                }
              }
            });
    return known ? Optional.empty() : Optional.of(pin(signed.note(), key, false));
  }

  /** Keeps a signed head everywhere, and trusts its key from now on. */
  SignedHead pin(SignedNote note, VerifyingKey key, boolean replaceKey) {
    PinnedKey pinned = PinnedKey.beside(file);
    VerifyingKey before = pinned.read().orElse(null);
    if (before != null && !before.equals(key) && !replaceKey) {
      throw refused(
          "the key %s (expected: the pinned one, %s)"
              .formatted(key.fingerprint(), before.fingerprint()));
    }
    SignedRow row = fitting(note, key);
    try {
      SignatureFile beside = SignatureFile.beside(file);
      if (isNewer(row.head(), beside)) {
        beside.write(note);
      }
      if (before == null || !before.equals(key)) {
        pinned.pin(key);
      }
    } catch (IOException e) {
      throw Failed.because("keeping the signature", file, e);
    }
    try {
      long event = writer.pin(row, isNamed(key) ? null : naming(key)).join();
      return new SignedHead(row.head().size(), row.head().rootHex(), key.fingerprint(), event);
    } catch (CompletionException e) {
      throw e.getCause() instanceof MindFileException failure ? failure : e;
    }
  }

  private static boolean isNewer(Checkpoint head, SignatureFile beside) {
    try {
      return beside.read().filter(signed -> signed.head().size() > head.size()).isEmpty();
    } catch (MindFileException unreadable) {
      return true;
    }
  }

  private SignedRow fitting(SignedNote note, VerifyingKey key) {
    Checkpoint head = Checkpoint.parse(note.text());
    if (note.judge(key, head.origin()) != SignedNote.Standing.SIGNED) {
      throw refused("no signature of the key " + key.fingerprint());
    }
    return readers
        .ask(Optional.<SignedRow>empty(), db -> Optional.of(fitting(db, head, note)))
        .orElseThrow(() -> refused("there is no event yet"));
  }

  private static SignedRow fitting(Connection db, Checkpoint head, SignedNote note)
      throws SQLException {
    String origin = Checkpoint.originOf(String.valueOf(Config.read(db).get(Config.MIND_ID)));
    if (!head.origin().equals(origin)) {
      throw refused("a signature over %s (this mind is %s)".formatted(head.origin(), origin));
    }
    CompactRange range = new CompactRange();
    byte[] last = new byte[0];
    try (PreparedStatement select =
        db.prepareStatement("SELECT CAST(hash AS BLOB) FROM events WHERE id <= ? ORDER BY id")) {
      select.setLong(1, head.size());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          byte[] hash = EventCheck.parse(rows.getBytes(1));
          last = hash == null ? last : hash;
          range.add(last);
        }
      }
    }
    if (range.size() != head.size() || head.size() == 0) {
      throw refused("a signature over %d events (found: %d)".formatted(head.size(), range.size()));
    }
    if (!java.util.Arrays.equals(range.root(), head.root())) {
      throw refused("a signature over another history of " + head.size() + " events");
    }
    return new SignedRow(head, range.frontier().bytes(), note.format(), HashChain.hex(last));
  }

  private boolean isNamed(VerifyingKey key) {
    return readers.ask(
        false,
        db -> {
          try (PreparedStatement select =
                  db.prepareStatement(
                      "SELECT meta FROM events WHERE kind = ? ORDER BY id DESC LIMIT 1");
              ResultSet row = of(select)) {
            return row.next()
                && Json.text(Json.object(row.getString(1)), "fingerprint")
                    .filter(key.fingerprint()::equals)
                    .isPresent();
          }
        });
  }

  private static ResultSet of(PreparedStatement select) throws SQLException {
    select.setString(1, Kinds.KEY_PINNED);
    return select.executeQuery();
  }

  private static PreparedAppend naming(VerifyingKey key) {
    Map<String, @Nullable Object> meta = new TreeMap<>();
    meta.put("fingerprint", key.fingerprint());
    return PreparedAppend.of(AppendRequest.of(new Draft(Kinds.KEY_PINNED, null, JcsMeta.of(meta))));
  }

  private static MindFileException refused(String what) {
    return new MindFileException(MindFileException.Reason.UNKNOWN_KEY, what);
  }
}
