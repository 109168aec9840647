package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;

/** What is looked at before a file is written to. */
final class OpenCheck {
  private OpenCheck() {}

  static List<OpenNotice> run(Path file, Options options) throws IOException, SQLException {
    List<OpenNotice> notices = new ArrayList<>();
    try (Connection db = Sqlite.reader(file)) {
      compareWithLog(db, file).ifPresent(notices::add);
      compareWithSignature(db, file).ifPresent(notices::add);
    }
    switch (verify(file, options)) {
      case VerifyReport.Whole whole -> {}
      case VerifyReport.Broken broken ->
          notices.add(
              new OpenNotice(
                  OpenNotice.Kind.BROKEN,
                  "%s is broken at %s (%s): %s; restore a snapshot or verify for details"
                      .formatted(
                          file,
                          broken.first().row(),
                          broken.first().fault().word(),
                          broken.first().message())));
      case VerifyReport.NotCheckable problem ->
          throw new MindFileException(problem.reason(), problem.message());
    }
    return notices;
  }

  private static VerifyReport verify(Path file, Options options) throws IOException {
    try (ReadView view = ReadView.of(file)) {
      return Verifier.atOpen(file, view, options);
    }
  }

  private static Optional<OpenNotice> compareWithLog(Connection db, Path file)
      throws IOException, SQLException {
    HeadLog log = HeadLog.beside(file);
    HeadLog.Entry seen = log.last().orElse(null);
    if (seen == null) {
      return Optional.empty();
    }
    Optional<Event> event = EventRows.get(db, seen.size());
    if (event.filter(e -> e.hash().equals(seen.hash())).isPresent() || isLeft(db, seen)) {
      return Optional.empty();
    }
    if (event.isEmpty()) {
      return Optional.of(
          new OpenNotice(
              OpenNotice.Kind.OLDER_THAN_LOG,
              ("%s ended at event %d when it was opened, and %s has seen event %d: an older copy,"
                      + " or its tail is cut off. Put the newer file back, or restore a snapshot")
                  .formatted(
                      file,
                      Sqlite.number(db, "SELECT max(id) FROM events"),
                      log.path(),
                      seen.size())));
    }
    return Optional.of(
        new OpenNotice(
            OpenNotice.Kind.FORKED_FROM_LOG,
            ("event %d of %s is not the one that %s has seen: another history. Put back the file"
                    + " that was here, or restore a snapshot")
                .formatted(seen.size(), file, log.path())));
  }

  private static Optional<OpenNotice> compareWithSignature(Connection db, Path file)
      throws SQLException {
    SignatureFile beside = SignatureFile.beside(file);
    long events = Sqlite.number(db, "SELECT max(id) FROM events");
    try {
      VerifyingKey key = PinnedKey.beside(file).read().orElse(null);
      SignatureFile.Signed signed = beside.read().orElse(null);
      if (key == null
          || signed == null
          || signed.head().size() <= events
          || signed.note().judge(key, signed.head().origin()) != SignedNote.Standing.SIGNED
          || isLeft(db, signed.head().size())) {
        return Optional.empty();
      }
      return Optional.of(
          new OpenNotice(
              OpenNotice.Kind.OLDER_THAN_SIGNATURE,
              "%s has %d events, and %s signs %d: an older copy, or its tail is cut off"
                  .formatted(file, events, beside.path(), signed.head().size())));
    } catch (MindFileException e) {
      // Verifying says what is wrong with the signature or the key.
      return Optional.empty();
    }
  }

  /** Says that another home wrote the last event. */
  static Optional<OpenNotice> moved(Path file, String home) throws SQLException {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try (Connection db = Sqlite.reader(file)) {
      String before = Config.read(db).get(Config.HOME);
      return before == null || before.equals(home)
          ? Optional.empty()
          : Optional.of(
              new OpenNotice(
                  OpenNotice.Kind.MOVED,
                  file
                      + " was written in another home before: it was moved or copied. What may"
                      + " leave this device has to be allowed again"));
    }
  }

  /** Whether a restore says that it left a head of this size. */
  private static boolean isLeft(Connection db, long size) throws SQLException {
    return Sqlite.number(
            db,
            """
            SELECT EXISTS (SELECT 1 FROM events
              WHERE kind = '%s' AND json_valid(meta) AND json_extract(meta, '$.id') >= %d
                AND coalesce(json_extract(meta, '$.%s'), id - 1) < %d)\
            """
                .formatted(Kinds.RESTORED_FROM, size, Restoring.SHARED, size))
        > 0;
  }

  /** Whether a restore says that it left this head. */
  private static boolean isLeft(Connection db, HeadLog.Entry seen) throws SQLException {
    return Sqlite.number(
            db,
            "SELECT count(*) FROM events WHERE kind = 'restored_from'"
                + " AND json_valid(meta) AND json_extract(meta, '$.hash') = '"
                + seen.hash()
                + "'")
        > 0;
  }
}
