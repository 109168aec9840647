package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;

/**
 * Every head of a mind that can be reached from its file, and how its chain stands to them: the log
 * of heads, signatures, the signed heads in the file, snapshots.
 */
final class Witnesses {
  private record Source(String name, List<SeenHead> heads) {}

  private record Signature(Path path, SignatureFile.Signed signed) {}

  private final Trust trust;
  private final List<Source> sources = new ArrayList<>();
  private final List<Signature> signatures = new ArrayList<>();
  private final Map<String, Integer> logged = new HashMap<>();
  private final Map<String, Integer> loggedLast = new HashMap<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable String unverifiable;

  private Witnesses(Trust trust) {
    this.trust = trust;
  }

  /**
   * Reads what lies beside a file. To be called before the state of the file is fixed: a running
   * writer notes heads that come later.
   *
   * @throws MindFileException if the signature that must be there is not, or is none
   */
  static Witnesses reach(Path file, VerifyOptions options) throws IOException {
    Witnesses witnesses = new Witnesses(options.trust());
    if (options.witnessed()) {
      Path headsLog = options.headsLog();
      // What lies beside a file that a restore has left is of the one that took its place.
      boolean left = headsLog == null && Leaving.isLeft(file);
      if (!left) {
        witnesses.readLog(headsLog == null ? HeadLog.beside(file) : new HeadLog(headsLog));
        witnesses.readSnapshots(file);
      }
      witnesses.readSignatures(SignatureFile.beside(file));
    }
    return witnesses;
  }

  private void readLog(HeadLog log) throws IOException {
    List<HeadLog.Entry> entries = log.read();
    for (int i = 0; i < entries.size(); i++) {
      HeadLog.Entry entry = entries.get(i);
      logged.putIfAbsent(place(entry.size(), entry.hash()), i);
      logged.putIfAbsent(place(entry.size(), entry.root()), i);
      loggedLast.put(entry.hash(), i);
    }
    sources.add(new Source(log.path().toString(), entries.stream().map(SeenHead::logged).toList()));
  }

  private static String place(long size, @Nullable String hex) {
    return size + " " + hex;
  }

  private void readSignatures(SignatureFile beside) {
    Path given = trust.signature();
    if (given != null) {
      SignatureFile.Signed signed =
          new SignatureFile(given)
              .read()
              .orElseThrow(() ->
                  MindFileException.invalid(
                      "there is no signature " + given + " (expected: what pmm sign wrote)"));
      signatures.add(new Signature(given, signed));
    }
    try {
      beside
          .read()
          .filter(signed -> !beside.path().equals(given))
          .ifPresent(signed -> signatures.add(new Signature(beside.path(), signed)));
    } catch (MindFileException e) {
      notVerifiable(beside.path(), e.getMessage());
    }
  }

  private void readSnapshots(Path file) throws IOException {
    Snapshots snapshots = new Snapshots(file, Clock.systemUTC());
    // What was copied before another mind came here is of an earlier life of this folder.
    Instant since = Leaving.lastAdopted(file).orElse(Instant.MIN);
    List<SeenHead> heads = new ArrayList<>();
    for (Snapshot snapshot : snapshots.list()) {
      if (!snapshot.time().isAfter(since)) {
        continue;
      }
      try (Connection db = Sqlite.immutable(snapshot.path())) {
        String mindId = Config.read(db).get(Config.MIND_ID);
        EventRows.head(db)
            .map(head -> SeenHead.copied(head, mindId, snapshot))
            .ifPresent(heads::add);
      } catch (SQLException e) {
        notes.add("snapshots: " + snapshot.name() + " cannot be read: " + e.getMessage());
      }
    }
    sources.add(new Source(snapshots.folder().toString(), heads));
  }

  /** Adds the heads in the file itself that the trusted key has signed. */
  void readCheckpoints(Connection db) throws SQLException {
    VerifyingKey key = trust.key();
    List<SeenHead> heads = new ArrayList<>();
    try (Statement statement = db.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT CAST(note AS BLOB) FROM checkpoints ORDER BY size")) {
      while (key != null && rows.next()) {
        try {
          SignedNote note = SignedNote.parse(rows.getBytes(1));
          Checkpoint head = Checkpoint.parse(note.text());
          if (note.judge(key, head.origin()) == SignedNote.Standing.SIGNED) {
            heads.add(SeenHead.signed(head, key.fingerprint()));
          }
        } catch (MalformedException e) {
          // What is wrong with the row is said of the row.
        }
      }
    }
    sources.add(new Source("checkpoints", heads));
  }

  /** The sizes at which roots and hashes are needed. */
  NavigableSet<Long> sizes() {
    NavigableSet<Long> sizes = new TreeSet<>();
    sources.forEach(source -> source.heads().forEach(head -> sizes.add(head.size())));
    signatures.forEach(signature -> sizes.add(signature.signed().head().size()));
    return sizes;
  }

  /** What could not be read, and does not matter much. */
  List<String> notes() {
    return notes;
  }

  /** Why a chain that is whole in itself cannot be called so; null if nothing stands against it. */
  @Nullable String unverifiable() {
    return unverifiable;
  }

  /**
   * How the chain stands to each source: to its last head, or to the first one that does not fit;
   * of snapshots to each that does not fit. What is wrong goes to the findings.
   */
  List<Witness> compare(Verification chain) {
    signatures.forEach(signature -> judge(signature, chain));
    List<Witness> witnesses = new ArrayList<>();
    for (Source source : sources) {
      compare(source, chain, witnesses);
    }
    witnesses.forEach(witness -> judge(witness, chain));
    unsignedRestores(witnesses, chain);
    return witnesses;
  }

  private void judge(Signature signature, Verification chain) {
    SignatureFile.Signed signed = signature.signed();
    Checkpoint head = signed.head();
    VerifyingKey key = trust.key();
    String mindId = chain.mindId();
    SignedNote.Standing standing =
        key == null ? SignedNote.Standing.UNKNOWN : signed.note().judge(key, head.origin());
    if (mindId != null && !head.origin().equals(Checkpoint.originOf(mindId))) {
      found(
          chain,
          signature.path().toString(),
          Fault.SIGNATURE,
          "is over %s (this mind is %s)".formatted(head.origin(), Checkpoint.originOf(mindId)));
    } else if (key == null || standing == SignedNote.Standing.UNKNOWN) {
      notVerifiable(
          signature.path(),
          "signed by an unknown key (%s; %s)"
              .formatted(
                  signed.note().keys(),
                  key == null
                      ? "no key is pinned: give the public one with --key"
                      : "trusted: %s, key id %s"
                          .formatted(key.fingerprint(), key.id(head.origin()))));
    } else if (standing == SignedNote.Standing.FORGED) {
      found(
          chain,
          signature.path().toString(),
          Fault.SIGNATURE,
          "its signature does not fit its text: one of them was changed");
    } else {
      sources.add(
          new Source(
              signature.path().toString(), List.of(SeenHead.signed(head, key.fingerprint()))));
    }
  }

  /** A signature that was asked for decides alone; the one that merely lies there is mentioned. */
  private void notVerifiable(Path path, String why) {
    Path given = trust.signature();
    String message = why.startsWith(path.toString()) ? why : path + ": " + why;
    if (given == null || given.equals(path)) {
      unverifiable = message;
    } else {
      notes.add(message);
    }
  }

  private void compare(Source source, Verification chain, List<Witness> witnesses) {
    List<SeenHead> heads =
        source.heads().stream().filter(head -> head.isOf(chain.mindId())).toList();
    for (SeenHead head : heads) {
      Witness witness =
          new Witness(source.name(), head.size(), standing(head, chain), head.signedBy());
      Path path = head.path();
      if (witness.fits() || path == null) {
        if (!witness.fits() || head.equals(heads.getLast())) {
          witnesses.add(witness);
        }
      } else {
        witnesses.add(
            new Witness(path.toString(), head.size(), witness.standing(), head.signedBy()));
      }
      if (!witness.fits() && path == null) {
        break;
      }
    }
  }

  private Witness.Standing standing(SeenHead head, Verification chain) {
    boolean beyond = head.size() > chain.events;
    if (!beyond && head.size() > chain.intactThrough()) {
      // The chain breaks before it: that is the finding, and this head cannot be judged.
      return Witness.Standing.EXTENDS;
    }
    if (!beyond && head.isIn(chain.roots.get(head.size()), chain.hashes.get(head.size()))) {
      return head.size() == chain.events ? Witness.Standing.EQUAL : Witness.Standing.EXTENDS;
    }
    if (chain.restores.stream().anyMatch(restore -> left(head, restore))) {
      return Witness.Standing.RESTORED;
    }
    return beyond ? Witness.Standing.TRUNCATED : Witness.Standing.FORKED;
  }

  /** Whether a restore has left this head behind. */
  private boolean left(SeenHead head, Restore restore) {
    if (head.size() <= restore.shared()) {
      return false;
    }
    if (restore.leftHash().equals(head.hash())) {
      return true;
    }
    Integer at =
        logged.getOrDefault(
            place(head.size(), head.hash()), logged.get(place(head.size(), head.root())));
    if (at != null) {
      // What was logged after the restore is of the new history, and judged by itself.
      Integer end = loggedLast.get(restore.leftHash());
      return end != null && at <= end;
    }
    return head.size() <= restore.leftId() || head.seenMs() <= restore.tsMs();
  }

  private static void judge(Witness witness, Verification chain) {
    switch (witness.standing()) {
      case EQUAL, EXTENDS, RESTORED -> {}
      case TRUNCATED ->
          found(
              chain,
              witness.source(),
              Fault.TRUNCATED,
              "has seen %d events (found: %d): an older copy, or the tail is cut off"
                  .formatted(witness.size(), chain.events));
      case FORKED ->
          found(
              chain,
              witness.source(),
              Fault.FORKED,
              "has seen another chain of " + witness.size() + " events");
    }
  }

  /** Anyone can write that something was restored: beyond a signed head only a signature counts. */
  private static void unsignedRestores(List<Witness> witnesses, Verification chain) {
    long signed =
        witnesses.stream().filter(Witness::isSignedHere).mapToLong(Witness::size).max().orElse(0);
    long restored = chain.restores.stream().mapToLong(Restore::eventId).max().orElse(0);
    for (Witness witness : witnesses) {
      if (witness.signedBy() != null
          && witness.standing() == Witness.Standing.RESTORED
          && signed < restored) {
        found(
            chain,
            witness.source(),
            Fault.RESTORED,
            "is over %d events, which were left by a restore that nobody has signed"
                .formatted(witness.size()));
      }
    }
  }

  private static void found(Verification chain, String row, Fault fault, String message) {
    chain.findings.add(Finding.row(row, fault, message));
  }
}
