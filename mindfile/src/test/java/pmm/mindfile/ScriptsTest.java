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
    assertEquals(new Answer(0, "WHOLE: 10 events\nhead " + facts.headHash() + "\n"), whole);
    Minds.tamper(file, "UPDATE events SET content = 'x' WHERE id = 4");
    assertEquals(
        new Answer(1, "BROKEN: event 4 is not what was sealed\n"),
        run("sh", script, file.toString()));
  }
}
