package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.SigningKey;

/** What a signature outside of a file says about it. */
class SignatureTest {
  private static final SigningKey KEY = SigningKey.generate();

  @TempDir Path home;
  @TempDir Path away;

  private Path file = Path.of("");

  @BeforeEach
  void write() {
    file = home.resolve("mind.db");
    say(home, "one", "two", "three");
  }

  private static void say(Path home, String... words) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      for (String word : words) {
        mind.append(AppendRequest.of(Draft.of("note", word))).join();
      }
    }
  }

  private static Path sign(Path file, SigningKey key, Path to) throws IOException {
    VerifyReport.Facts facts = whole(Verifier.verify(file, unwitnessed(), Progress.NONE)).facts();
    Checkpoint head =
        Checkpoint.of(
            String.valueOf(facts.mindId()),
            facts.events(),
            java.util.HexFormat.of().parseHex(facts.merkleRoot()));
    new SignatureFile(to).write(key.sign(head));
    return to;
  }

  private static VerifyOptions unwitnessed() {
    return VerifyOptions.defaults().alone();
  }

  private static VerifyReport verify(Path file, @Nullable SigningKey key, @Nullable Path sig) {
    Trust trust = new Trust(key == null ? null : key.verifyingKey(), sig);
    return Verifier.verify(file, VerifyOptions.defaults().trusting(trust), Progress.NONE);
  }

  private static VerifyReport.Whole whole(VerifyReport report) {
    return assertInstanceOf(VerifyReport.Whole.class, report, report::toString);
  }

  private static Finding broken(VerifyReport report) {
    return assertInstanceOf(VerifyReport.Broken.class, report, report::toString).first();
  }

  private static String unchecked(VerifyReport report) {
    return assertInstanceOf(VerifyReport.NotCheckable.class, report, report::toString).message();
  }

  private static List<Witness> signed(VerifyReport report) {
    return whole(report).facts().witnesses().stream().filter(Witness::isSignedHere).toList();
  }

  @Test
  void saysHowFarAMindIsSigned() throws IOException {
    Path sig = sign(file, KEY, home.resolve("mind.db.sig"));
    assertEquals(
        List.of(
            new Witness(
                sig.toString(), 4, Witness.Standing.EQUAL, KEY.verifyingKey().fingerprint())),
        signed(verify(file, KEY, null)));
    say(home, "four", "five");
    assertEquals(Witness.Standing.EXTENDS, signed(verify(file, KEY, sig)).getFirst().standing());
    assertEquals(4, signed(verify(file, KEY, sig)).getFirst().size());
  }

  @Test
  void believesNoKeyThatItDoesNotKnow() throws IOException {
    sign(file, KEY, home.resolve("mind.db.sig"));
    String id =
        KEY.verifyingKey()
            .id(
                Checkpoint.originOf(
                    String.valueOf(whole(verify(file, KEY, null)).facts().mindId())));
    for (@Nullable SigningKey other : new @Nullable SigningKey[] {null, SigningKey.generate()}) {
      String message = unchecked(verify(file, other, null));
      assertTrue(message.contains("signed by an unknown key (key id " + id), message);
      assertEquals(2, verify(file, other, null).exitCode());
    }
  }

  @Test
  void seesATailThatWasCutOff() throws IOException {
    Path older = Files.copy(file, away.resolve("older.db"));
    say(home, "four");
    Path sig = sign(file, KEY, away.resolve("kept.sig"));

    Finding finding = broken(verify(older, KEY, sig));

    assertEquals(Fault.TRUNCATED, finding.fault());
    assertEquals(sig.toString(), finding.row());
    assertTrue(finding.message().contains("5 events (found: 4)"), finding.message());
  }

  @Test
  void tellsTwoHomesApartThatGoOnFromOneFile() throws IOException {
    Files.copy(file, away.resolve("mind.db"));
    say(home, "at home");
    say(away, "away");
    Path sig = sign(file, KEY, home.resolve("mind.db.sig"));

    assertEquals(1, signed(verify(file, KEY, sig)).size());
    assertEquals(Fault.FORKED, broken(verify(away.resolve("mind.db"), KEY, sig)).fault());
    try (MindFile mind = MindFile.open(away, Options.defaults())) {
      assertEquals(Kinds.OPENED_ON, mind.get(5).orElseThrow().kind());
    }
  }

  @Test
  void seesAHistoryThatWasMadeAnew() throws Exception {
    Path sig = sign(file, KEY, away.resolve("kept.sig"));
    String id = String.valueOf(whole(verify(file, KEY, sig)).facts().mindId());
    Files.delete(file);
    Files.delete(home.resolve("heads.log"));
    Path jsonl = forge(id);
    Minds.bringIn(home, jsonl);
    assertEquals(0, verify(file, null, null).exitCode());
    assertEquals(Fault.FORKED, broken(verify(file, KEY, sig)).fault());
  }

  /** Another history of the same mind, sealed from its first event on. */
  private Path forge(String id) throws Exception {
    Path forged = Files.createDirectory(away.resolve("forged"));
    say(forged, "never", "was", "said");
    Path copy = forged.resolve("mind.db");
    String own = String.valueOf(whole(verify(copy, null, null)).facts().mindId());
    Minds.tamper(copy, "UPDATE events SET meta = replace(meta, '" + own + "', '" + id + "')");
    byte[] prev = null;
    EventCheck check = new EventCheck();
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    LineWriter writer = new LineWriter(out);
    try (var db = Sqlite.reader(copy);
        var select = RawEvent.select(db, 1, 100);
        var rows = select.executeQuery()) {
      Redactions none = Redactions.read(db);
      while (rows.next()) {
        RawEvent event = RawEvent.read(rows, none);
        byte[] hash = check.hash(event, event.id(), event.tsMs(), event.kind(), prev);
        writer.event(
            new RawEvent(
                event.id(),
                event.ts(),
                event.kind(),
                event.content(),
                event.meta(),
                prev == null ? null : Texts.utf8(HashChain.hex(prev)),
                Texts.utf8(HashChain.hex(hash)),
                event.contentSalt(),
                event.metaSalt(),
                true,
                null,
                null));
        prev = hash;
      }
    }
    writer.flush();
    return Files.write(away.resolve("forged.jsonl"), out.toByteArray());
  }

  @Test
  void refusesTheSignatureOfAnotherMind() throws IOException {
    say(away, "someone else");
    Path sig = sign(away.resolve("mind.db"), KEY, away.resolve("other.sig"));

    Finding finding = broken(verify(file, KEY, sig));

    assertEquals(Fault.SIGNATURE, finding.fault());
    assertTrue(finding.message().startsWith("is over pmm.local/"), finding.message());
  }

  @Test
  void refusesASignatureThatWasChanged() throws IOException {
    Path sig = sign(file, KEY, home.resolve("mind.db.sig"));
    Files.writeString(sig, Files.readString(sig).replace("\n4\n", "\n3\n"));

    assertEquals(Fault.SIGNATURE, broken(verify(file, KEY, null)).fault());
  }

  @Test
  void readsNoSignatureThatWasCutOffOrIsNone() throws IOException {
    Path sig = sign(file, KEY, home.resolve("mind.db.sig"));
    byte[] note = Files.readAllBytes(sig);
    for (int length : new int[] {0, 10, note.length / 2, note.length - 1}) {
      Files.write(sig, java.util.Arrays.copyOf(note, length));
      assertTrue(unchecked(verify(file, KEY, null)).contains(sig.toString()));
      assertEquals(2, verify(file, KEY, sig).exitCode());
    }
    Files.delete(sig);
    assertEquals(0, verify(file, KEY, null).exitCode());
    assertTrue(unchecked(verify(file, KEY, sig)).contains("there is no signature " + sig));
  }

  @Test
  void callsARestoreRightOnlyOnceItIsSigned() throws IOException {
    Path snapshot = new Snapshots(home, Clock.systemUTC()).create().path();
    say(home, "four", "five");
    Path sig = sign(file, KEY, home.resolve("mind.db.sig"));
    Path kept = Files.copy(sig, away.resolve("kept.sig"));
    say(home, "six");
    new Restorer(home, Options.defaults()).restore(snapshot, "test");

    Finding finding = broken(verify(file, KEY, null));
    assertEquals(Fault.RESTORED, finding.fault());
    assertTrue(finding.message().contains("6 events"), finding.message());

    sign(file, KEY, sig);
    assertEquals(0, verify(file, KEY, null).exitCode());
    VerifyReport older = verify(file, KEY, kept);
    assertEquals(0, older.exitCode());
    assertTrue(
        whole(older).facts().witnesses().stream()
            .anyMatch(w -> w.standing() == Witness.Standing.RESTORED && w.signedBy() != null));
  }

  @Test
  void comparesWithSnapshots() throws IOException {
    Path old = Files.copy(file, away.resolve("old.db"));
    say(home, "four");
    new Snapshots(home, Clock.systemUTC()).create();
    Files.delete(home.resolve("heads.log"));
    Files.copy(old, file, StandardCopyOption.REPLACE_EXISTING);

    Finding finding = broken(verify(file, null, null));

    assertEquals(Fault.TRUNCATED, finding.fault());
    assertTrue(finding.row().matches(".*/snapshots/mind-.*-5\\.db"), finding.row());
  }

  @Test
  void takesNoOtherTextForASignature() throws IOException {
    Path sig = Files.write(away.resolve("x.sig"), "hello".getBytes(UTF_8));
    assertTrue(unchecked(verify(file, KEY, sig)).contains("no signed note"));
  }

  @Test
  void keepsASignedHeadInTheFileAndNamesTheKeyOnce() throws IOException {
    sign(file, KEY, home.resolve("mind.db.sig"));
    PinnedKey.of(home).pin(KEY.verifyingKey());
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      SignedHead head = mind.pinSignatureBeside().orElseThrow();
      assertEquals(4, head.size());
      assertEquals(5, head.keyEventId());
      assertEquals(Kinds.KEY_PINNED, mind.get(5).orElseThrow().kind());
      assertTrue(
          String.valueOf(mind.get(5).orElseThrow().meta())
              .contains(KEY.verifyingKey().fingerprint()));
      assertTrue(mind.pinSignatureBeside().isEmpty());
    }
    sign(file, KEY, home.resolve("mind.db.sig"));
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      assertEquals(0, mind.pinSignatureBeside().orElseThrow().keyEventId());
      assertEquals(5, mind.signedHead().orElseThrow().size());
    }
    Files.delete(home.resolve("mind.db.sig"));
    assertEquals(5, signed(verify(file, KEY, null)).getFirst().size());

    Path jsonl = Minds.export(file, away.resolve("a.jsonl"));
    Minds.bringIn(away, jsonl);
    assertEquals(5, signed(verify(away.resolve("mind.db"), KEY, null)).getFirst().size());
  }

  @Test
  void keepsNoSignatureThatDoesNotFit() throws IOException {
    say(away, "someone else", "who spoke", "for longer");
    Path other = sign(away.resolve("mind.db"), KEY, away.resolve("other.sig"));
    Path own = sign(file, KEY, away.resolve("own.sig"));
    var note = new SignatureFile(own).read().orElseThrow().note();
    var foreign = new SignatureFile(other).read().orElseThrow().note();
    var stranger = SigningKey.generate();
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      for (Runnable refused :
          List.<Runnable>of(
              () -> mind.pin(foreign, KEY.verifyingKey(), false),
              () -> mind.pin(note, stranger.verifyingKey(), false))) {
        assertEquals(
            MindFileException.Reason.UNKNOWN_KEY,
            assertThrows(MindFileException.class, refused::run).reason());
      }
      assertEquals(4, mind.pin(note, KEY.verifyingKey(), false).size());
      var again = stranger.sign(Checkpoint.parse(note.text()));
      assertThrows(MindFileException.class, () -> mind.pin(again, stranger.verifyingKey(), false));
      assertEquals(6, mind.pin(again, stranger.verifyingKey(), true).keyEventId());
    }
  }

  @Test
  void saysAtOpenThatARestoredFileIsOlderThanALaterSignature() throws IOException {
    Path snapshot = new Snapshots(home, Clock.systemUTC()).create().path();
    say(home, "four", "five");
    Path left = sign(file, KEY, away.resolve("mind.db.sig"));
    new Restorer(home, Options.defaults()).restore(snapshot, "test");
    PinnedKey.of(away).pin(KEY.verifyingKey());
    Path older = Files.copy(file, away.resolve("mind.db"));
    assertEquals(List.of(OpenNotice.Kind.MOVED), noticesAtOpen(older));
    Files.copy(file, older, StandardCopyOption.REPLACE_EXISTING);
    say(home, "six", "seven");
    sign(file, KEY, left);
    assertTrue(noticesAtOpen(older).contains(OpenNotice.Kind.OLDER_THAN_SIGNATURE));
  }

  private static List<OpenNotice.Kind> noticesAtOpen(Path file) {
    try (MindFile mind = MindFile.open(file, Options.defaults())) {
      return mind.notices().stream().map(OpenNotice::kind).toList();
    }
  }

  @Test
  void saysAtOpenThatAFileIsOlderThanItsSignatureOrWasCopied() throws IOException {
    Path older = Files.copy(file, away.resolve("mind.db"));
    say(home, "four");
    sign(file, KEY, away.resolve("mind.db.sig"));
    PinnedKey.of(away).pin(KEY.verifyingKey());
    assertEquals(
        List.of(OpenNotice.Kind.OLDER_THAN_SIGNATURE, OpenNotice.Kind.MOVED), noticesAtOpen(older));
  }
}
