package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.SigningKey;

class QuickCheckTest {
  @TempDir Path home;

  private Path file = Path.of("");

  @BeforeEach
  void verifyTenEvents() throws SQLException {
    file = Minds.write(home);
    Verifier.verifyAndNote(file, VerifyOptions.defaults(), Progress.NONE);
    append("after");
    append("and more");
  }

  private void append(String text) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", text))).join();
    }
  }

  private VerifyReport.Broken broken() {
    return assertInstanceOf(VerifyReport.Broken.class, Verifier.quick(file, null).report());
  }

  @Test
  void reachesTheRootOfAFullVerification() {
    QuickReport quick = Verifier.quick(file, null);
    VerifyReport.Whole found = assertInstanceOf(VerifyReport.Whole.class, quick.report());
    VerifyReport.Whole full = assertInstanceOf(VerifyReport.Whole.class, Minds.verify(file));
    assertEquals(10, quick.through());
    assertNotNull(quick.fullAt());
    assertEquals(full.facts().merkleRoot(), found.facts().merkleRoot());
    assertEquals(full.facts().headHash(), found.facts().headHash());
    assertEquals(12, found.facts().intactThrough());
  }

  @Test
  void isWholeWhereNothingCameAfter() {
    Verifier.verifyAndNote(file, VerifyOptions.defaults(), Progress.NONE);
    QuickReport quick = Verifier.quick(file, null);
    assertEquals(12, quick.through());
    assertInstanceOf(VerifyReport.Whole.class, quick.report());
  }

  @Test
  void goesOnFromTheNewestCheckpointThatTheKeyHasSigned() throws Exception {
    SigningKey key = SigningKey.generate();
    checkpoint(key);
    append("later");
    Files.delete(home.resolve("cache/verified"));

    QuickReport quick = Verifier.quick(file, key.verifyingKey());

    VerifyReport.Whole found = assertInstanceOf(VerifyReport.Whole.class, quick.report());
    assertEquals(12, quick.through());
    assertEquals(key.verifyingKey().fingerprint(), quick.signedBy());
    assertNull(quick.fullAt());
    assertEquals(13, found.facts().intactThrough());
    SigningKey other = SigningKey.generate();
    assertEquals(2, Verifier.quick(file, other.verifyingKey()).report().exitCode());
    Minds.tamper(file, "UPDATE events SET hash = replace(hash, 'a', 'b') WHERE id = 12");
    assertEquals(2, Verifier.quick(file, key.verifyingKey()).report().exitCode());
  }

  private void checkpoint(SigningKey key) throws SQLException {
    CompactRange tree = new CompactRange();
    String mindId;
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.list(EventQuery.after(0, 100))
          .events()
          .forEach(event -> tree.add(HexFormat.of().parseHex(event.hash())));
      mindId = mind.config().get(Config.MIND_ID);
    }
    Checkpoint head = Checkpoint.of(String.valueOf(mindId), tree.size(), tree.root());
    Minds.sql(
        file,
        "INSERT INTO checkpoints VALUES (%d, '%s', x'%s', '%s')"
            .formatted(
                tree.size(),
                head.rootHex(),
                HashChain.hex(tree.frontier().bytes()),
                key.sign(head).format()));
  }

  @Test
  void namesTheChangedEventAfterIt() throws SQLException {
    Minds.tamper(file, "UPDATE events SET content = 'x' WHERE id = 12");
    assertEquals(12, broken().first().eventId());
    assertEquals(Fault.CONTENT, broken().first().fault());
  }

  @Test
  void passesOverWhatWasReadBefore() throws SQLException {
    Minds.tamper(file, "UPDATE events SET content = 'x' WHERE id = 2");
    assertInstanceOf(VerifyReport.Whole.class, Verifier.quick(file, null).report());
  }

  @Test
  void seesAnOlderAndAnotherChain() throws SQLException {
    Minds.tamper(file, "UPDATE events SET hash = replace(hash, 'a', 'b') WHERE id = 10");
    assertEquals(Fault.FORKED, broken().first().fault());
    Minds.tamper(file, "DELETE FROM events WHERE id > 9");
    assertEquals(Fault.TRUNCATED, broken().first().fault());
  }

  @Test
  void cannotCheckWithoutANoteToGoOnFrom() throws IOException {
    Path note = home.resolve("cache/verified");
    Files.writeString(note, "10 " + "0".repeat(64) + "\n");
    assertEquals(2, Verifier.quick(file, null).report().exitCode());
    Files.delete(note);
    assertEquals(2, Verifier.quick(file, null).report().exitCode());
  }
}
