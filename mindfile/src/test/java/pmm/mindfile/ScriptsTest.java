package pmm.mindfile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.proof.SigningKey;

/** The outside verifiers agree with ours. */
class ScriptsTest {
  private static final Path DOCS = Path.of("..", "docs");

  @TempDir Path home;

  private Path file = Path.of("");

  private record Answer(int exitCode, String text) {}

  @BeforeEach
  void write() throws SQLException {
    file = Minds.write(home);
  }

  private static Answer run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Answer(process.waitFor(), text);
  }

  private static void need(String program) throws InterruptedException {
    try {
      run(program, "--version");
    } catch (IOException e) {
      assumeTrue(false, program + " is not installed");
    }
  }

  @Test
  void pythonAgrees() throws IOException, InterruptedException {
    need("python3");
    String script = DOCS.resolve("verify.py").toString();
    Path export = Minds.export(file, home.resolve("a.jsonl"));
    VerifyReport.Facts facts =
        assertInstanceOf(VerifyReport.Whole.class, Minds.verify(file)).facts();
    Answer whole = run("python3", script, export.toString());
    assertEquals(
        new Answer(
            0,
            "WHOLE: 10 events, 1 parts forgotten\nhead %s\nroot %s\n"
                .formatted(facts.headHash(), facts.merkleRoot())),
        whole);
    String text = Files.readString(export);
    for (String[] change :
        new String[][] {
          {"line two", "line 2"},
          {"\"id\":4", "\"id\":5"},
          {"\"kind\":\"note\"", "\"kind\":\"summary\""},
          {"forgets", "forgot!"},
          {"\"bytes\":\"", "\"bytes\":\"AAAA"},
        }) {
      assertTrue(text.contains(change[0]), change[0]);
      Path bad = Files.writeString(home.resolve("bad.jsonl"), text.replace(change[0], change[1]));
      Answer broken = run("python3", script, bad.toString());
      assertEquals(1, broken.exitCode(), broken.text());
    }
    assertEquals(2, run("python3", script, home.resolve("none").toString()).exitCode());
  }

  @Test
  void theShellAgrees() throws IOException, InterruptedException, SQLException {
    need("sqlite3");
    String script = DOCS.resolve("verify.sh").toString();
    VerifyReport.Facts facts =
        assertInstanceOf(VerifyReport.Whole.class, Minds.verify(file)).facts();
    Answer whole = run("sh", script, file.toString());
    assertEquals(
        new Answer(0, "WHOLE: 10 events, 1 parts forgotten\nhead " + facts.headHash() + "\n"),
        whole);
    Path unlogged = Files.copy(file, home.resolve("unlogged.db"));
    Minds.tamper(unlogged, "UPDATE redactions SET by_event = 9");
    assertEquals(
        new Answer(1, "BROKEN: forgotten without an event that says so: 7 content\n"),
        run("sh", script, unlogged.toString()));
    Minds.tamper(file, "UPDATE events SET content = 'x' WHERE id = 4");
    assertEquals(
        new Answer(1, "BROKEN: event 4 is not what was sealed\n"),
        run("sh", script, file.toString()));
  }

  @Test
  void theProofScriptAgrees() throws IOException, InterruptedException {
    need("python3");
    String script = DOCS.resolve("verify-proof.py").toString();
    SigningKey key = SigningKey.generate();
    Path pub = Files.writeString(home.resolve("key.pub"), key.verifyingKey().toPem());
    try (Prover prover = Prover.open(file)) {
      SignatureFile.beside(file).write(key.sign(prover.headAt(10)));
    }
    Path proof = home.resolve("x.proof");
    try (Prover prover = Prover.open(file)) {
      for (long id = 1; id <= 10; id++) {
        for (boolean reveal : new boolean[] {false, true}) {
          String text = prover.event(id, reveal).format();
          Files.writeString(proof, text);
          Answer answer = run("python3", script, proof.toString(), pub.toString());
          assertEquals(0, answer.exitCode(), answer.text());
          assertTrue(
              answer.text().startsWith("PROVED: event " + id + " is one of 10 of pmm.local/"));
        }
      }
      for (int from = 1; from <= 10; from++) {
        Files.writeString(proof, prover.continuation(from, 10).format());
        Answer answer = run("python3", script, proof.toString(), pub.toString());
        assertEquals(0, answer.exitCode(), from + answer.text());
      }
      String root = prover.headAt(10).rootHex();
      Answer signed =
          run("python3", script, SignatureFile.beside(file).path().toString(), pub.toString());
      assertTrue(signed.text().endsWith("root " + root + "\n"), signed.text());

      String text = prover.event(4, true).format();
      for (String[] change :
          new String[][] {{"index 3", "index 4"}, {"\n10\n", "\n11\n"}, {"extra ey", "extra eX"}}) {
        assertTrue(text.contains(change[0]), change[0]);
        Files.writeString(proof, text.replace(change[0], change[1]));
        assertEquals(1, run("python3", script, proof.toString(), pub.toString()).exitCode());
      }
    }
    Files.writeString(pub, SigningKey.generate().verifyingKey().toPem());
    String sig = SignatureFile.beside(file).path().toString();
    assertEquals(2, run("python3", script, sig, pub.toString()).exitCode());
  }

  /** The very commands that file-format.md gives. */
  @Test
  void opensslAgrees() throws IOException, InterruptedException {
    try {
      run("openssl", "version");
    } catch (IOException e) {
      assumeTrue(false, "openssl is not installed");
    }
    String page = Files.readString(DOCS.resolve("file-format.md"));
    String start = "```sh\n# openssl";
    assertTrue(page.contains(start), "no commands");
    int from = page.indexOf(start) + 6;
    String commands = page.substring(from, page.indexOf("```", from));
    SigningKey key = SigningKey.generate();
    Files.writeString(home.resolve("mind.key.pub"), key.verifyingKey().toPem());
    try (Prover prover = Prover.open(file)) {
      SignatureFile.beside(file).write(key.sign(prover.headAt(10)));
    }
    Answer good = run("sh", "-c", "cd " + home + " && set -e\n" + commands);
    assertEquals(0, good.exitCode(), good.text());
    assertTrue(good.text().contains("Signature Verified Successfully"), good.text());
    assertTrue(good.text().contains(key.verifyingKey().fingerprint()), good.text());

    Path sig = SignatureFile.beside(file).path();
    Files.writeString(sig, Files.readString(sig).replace("\n10\n", "\n11\n"));
    Answer bad = run("sh", "-c", "cd " + home + " && set -e\n" + commands);
    assertTrue(bad.exitCode() != 0, bad.text());
  }
}
