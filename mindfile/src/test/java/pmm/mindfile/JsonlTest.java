package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlTest {
  @TempDir Path folder;

  private Path file = Path.of("");
  private List<String> lines = List.of();

  @BeforeEach
  void export() throws IOException, SQLException {
    file = Minds.write(folder.resolve("home"));
    lines = Files.readAllLines(Minds.export(file, folder.resolve("a.jsonl")));
  }

  private RestoreReport importLines(Path home, List<String> some) throws IOException {
    Path file = Files.writeString(folder.resolve("some.jsonl"), String.join("\n", some) + "\n");
    return Minds.bringIn(home, file);
  }

  @Test
  void writesBlobsBeforeTheirFirstUse() {
    assertEquals(11, lines.size());
    assertTrue(lines.get(5).startsWith("{\"blob\":\"" + Minds.blobHash()), lines.get(5));
    assertTrue(lines.get(6).contains("\"id\":6,"), lines.get(6));
    assertTrue(lines.get(7).contains("\"content\":null,\"content_commitment\":\""), lines.get(7));
  }

  @Test
  void writesLinesInCanonicalForm() throws IOException {
    for (String line : lines) {
      assertEquals(new org.erdtman.jcs.JsonCanonicalizer(line).getEncodedString(), line);
    }
  }

  @Test
  void comesBackAsTheSameBytes() throws IOException {
    Path home = folder.resolve("other");
    RestoreReport report = Minds.bringIn(home, folder.resolve("a.jsonl"));
    VerifyReport.Whole whole =
        assertInstanceOf(VerifyReport.Whole.class, Minds.verify(home.resolve("mind.db")));
    assertEquals(new Head(10, String.valueOf(whole.facts().headHash())), report.head());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.jsonl")),
        Files.readAllBytes(Minds.export(home.resolve("mind.db"), folder.resolve("b.jsonl"))));
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void takesAForeignFileTheSameWay() throws IOException, SQLException {
    Path home = folder.resolve("other");
    Minds.bringIn(home, file);
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.jsonl")),
        Files.readAllBytes(Minds.export(home.resolve("mind.db"), folder.resolve("b.jsonl"))));
    Minds.tamper(file, "UPDATE events SET content = 'x' WHERE id = 9");
    Path third = folder.resolve("third");
    assertThrows(MindFileException.class, () -> Minds.bringIn(third, file));
    assertEmpty(third);
  }

  @Test
  void saysThatAnImportedMindMoved() throws IOException {
    Path home = folder.resolve("other");
    importLines(home, lines);
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", "here"))).join();
      assertEquals("opened_on", mind.get(11).orElseThrow().kind());
    }
    assertEquals(0, Minds.verify(home.resolve("mind.db")).exitCode());
  }

  @Test
  void neverTouchesAMindThatIsThere() throws IOException {
    Path home = folder.resolve("home");
    MindFileException e = assertThrows(MindFileException.class, () -> importLines(home, lines));
    assertEquals(MindFileException.Reason.EXISTS, e.reason());
    Path unborn = folder.resolve("unborn");
    try (MindFile mind = MindFile.open(unborn, Options.defaults())) {
      e = assertThrows(MindFileException.class, () -> importLines(unborn, lines));
      assertTrue(mind.head().isEmpty());
      assertEquals(MindFileException.Reason.LOCKED, e.reason());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3|plain|plainer|BROKEN",
        "3|\"kind\":\"note\"|\"kind\":\"summary\"|BROKEN",
        "1|\"v\":1|\"v\":2|INVALID",
        "1|\"v\":1|\"v\":1,\"x\":1|INVALID",
        "1|\"v\":1|\"v\":1,\"v\":1|INVALID",
        "1|,\"v\":1||INVALID",
        "1|\"id\":2|\"id\":3|BROKEN",
        "1|\"id\":2|\"id\":2.0|INVALID",
        "1|\"id\":2|\"id\":\"2\"|INVALID",
        "1|世界|\\ud800|INVALID",
        "1|{|[|INVALID",
        "5|\"bytes\":\"|\"bytes\":\"AAAA|BROKEN",
        "7|content_commitment\":\"|content_commitment\":\"0|INVALID",
        "8|forgets|forgot!|BROKEN",
      })
  void storesAllOrNone(int line, String from, String to, MindFileException.Reason reason)
      throws IOException {
    List<String> changed = new ArrayList<>(lines);
    String other =
        changed
            .get(line)
            .replaceFirst(
                java.util.regex.Pattern.quote(from),
                java.util.regex.Matcher.quoteReplacement(to == null ? "" : to));
    assertFalse(other.equals(changed.get(line)), "nothing to change in " + changed.get(line));
    changed.set(line, other);
    Path home = folder.resolve("other");
    MindFileException e = assertThrows(MindFileException.class, () -> importLines(home, changed));
    assertEquals(reason, e.reason(), e.getMessage());
    assertEmpty(home);
  }

  @Test
  void refusesMissingAndSwappedLines() throws IOException {
    Path home = folder.resolve("other");
    for (int i = 0; i < lines.size() - 1; i++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      assertThrows(MindFileException.class, () -> importLines(home, without), "line " + i);
      List<String> swapped = new ArrayList<>(lines);
      java.util.Collections.swap(swapped, i, i + 1);
      // The one swap that leaves an order: a blob a line earlier.
      if (i != 4) {
        assertThrows(MindFileException.class, () -> importLines(home, swapped), "line " + i);
      }
    }
    assertThrows(MindFileException.class, () -> importLines(home, List.of()));
    assertEmpty(home);
  }

  private static void assertEmpty(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(List.of(), files.toList());
    }
  }
}
