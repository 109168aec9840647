package pmm.mindfile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program that reads while the mind goes on. */
class ReaderTest {
  private static final String SECRET = "the orchid blooms at Quellenweg 17";

  @TempDir Path home;

  private Path file() {
    return home.resolve("mind.db");
  }

  private static void say(MindFile mind, String... words) {
    for (String word : words) {
      mind.append(AppendRequest.of(Draft.of("note", word))).join();
    }
  }

  /** What one state of the file holds: its hashes, each of which follows from the one before. */
  private static List<String> read(Connection db) throws SQLException {
    List<String> hashes = new ArrayList<>();
    for (Event event : EventRows.range(db, 1, 1000)) {
      assertEquals(hashes.isEmpty() ? null : hashes.getLast(), event.prevHash());
      hashes.add(event.hash());
    }
    return hashes;
  }

  private static @Nullable String contentOf(Connection db, long id) throws SQLException {
    return EventRows.get(db, id).orElseThrow().content();
  }

  private boolean holdsTheSecret(String suffix) throws IOException {
    Path path = FileReplacer.beside(file(), suffix);
    return Files.exists(path) && new String(Files.readAllBytes(path), ISO_8859_1).contains(SECRET);
  }

  @Test
  void seesOneStateWhileTheLogIsMovedIntoTheFile() throws SQLException {
    Options quick = Options.defaults().withQuiet(Duration.ofMillis(1));
    try (MindFile mind = MindFile.open(home, quick)) {
      say(mind, "one", "two");
      try (Connection reader = Sqlite.reader(file())) {
        Sqlite.run(reader, "BEGIN");
        List<String> before = read(reader);
        for (int i = 0; i < 50; i++) {
          say(mind, "word ".repeat(2000));
          assertFalse(i % 25 == 0 && mind.emptyLog(), "the reader still needs it");
          assertEquals(before, read(reader));
        }
        Sqlite.run(reader, "COMMIT");
        assertEquals(53, read(reader).size());
      }
      assertTrue(mind.emptyLog());
    }
    assertEquals(0, Minds.verify(file()).exitCode());
  }

  @Test
  void seesTheStateBeforeOrAfterForgettingAndLeavesNothingOfIt() throws Exception {
    Options quick = Options.defaults().withQuiet(Duration.ofMillis(20));
    try (MindFile mind = MindFile.open(home, quick);
        SearchIndex index = SearchIndex.open(mind)) {
      say(mind, "before", SECRET, "after");
      try (Connection reader = Sqlite.reader(file())) {
        Sqlite.run(reader, "BEGIN");
        List<String> before = read(reader);

        ForgetResult result =
            new Forgetting(mind, index)
                .forget(new ForgetRequest(List.of(3L), false, "tester", null));

        assertEquals(1, result.pending().size(), result.pending()::toString);
        assertEquals(before, read(reader));
        assertEquals(SECRET, contentOf(reader, 3));
        try (Connection later = Sqlite.reader(file())) {
          assertNull(contentOf(later, 3));
          List<String> after = read(later);
          assertEquals(5, after.size());
          assertEquals(before, after.subList(0, 4));
        }
      }
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while ((holdsTheSecret("") || holdsTheSecret("-wal")) && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertFalse(holdsTheSecret(""));
      assertFalse(holdsTheSecret("-wal"));
    }
    assertEquals(0, Minds.verify(file()).exitCode());
  }
}
