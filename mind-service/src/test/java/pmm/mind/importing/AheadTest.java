package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.Archive;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;

class AheadTest {
  private static final int TALKS = 40;

  @TempDir Path folder;

  private Archive archive(int wordsLength) throws IOException {
    ChatGptFile file = new ChatGptFile();
    for (int i = 0; i < TALKS; i++) {
      file.talk("talk-" + i, "Talk " + i).says("m", "root", "user", "w".repeat(wordsLength));
    }
    return Archive.open(file.write(folder.resolve("conversations.json")));
  }

  @Test
  void handsAllOnInOrderOnTheThreadThatAsked() throws IOException {
    List<String> ids = new ArrayList<>();
    Thread asking = Thread.currentThread();
    try (Archive archive = archive(10)) {
      Ahead.read(
          archive,
          item -> {
            assertSame(asking, Thread.currentThread());
            ids.add(((ArchivedConversation) item).originalId());
          });
    }
    assertEquals(IntStream.range(0, TALKS).mapToObj(i -> "talk-" + i).toList(), ids);
  }

  @Test
  void readsNoFurtherAheadThanAFewConversations() throws IOException {
    try (Archive archive = archive(1 << 20)) {
      List<ArchivedItem> taken = new ArrayList<>();
      Ahead.read(
          archive,
          item -> {
            if (taken.isEmpty()) {
              awaitReader();
              assertTrue(archive.position() < 8 << 20, "at " + archive.position());
            }
            taken.add(item);
          });
      assertEquals(TALKS, taken.size());
      assertEquals(archive.size(), archive.position());
    }
  }

  /** Waits until the reader waits for room, or has read all. */
  private static void awaitReader() {
    Thread reader =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("import-reader"))
            .findFirst()
            .orElseThrow();
    while (reader.isAlive() && reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void whatTheSinkThrowsEndsTheReading() throws IOException {
    try (Archive archive = archive(1 << 20)) {
      IOException enough = new IOException("enough");
      List<ArchivedItem> taken = new ArrayList<>();
      IOException thrown =
          assertThrows(
              IOException.class,
              () ->
                  Ahead.read(
                      archive,
                      item -> {
                        taken.add(item);
                        throw enough;
                      }));
      assertSame(enough, thrown);
      assertEquals(1, taken.size());
      assertTrue(archive.position() < archive.size());
    }
  }

  @Test
  void whatWasReadBeforeTheArchiveEndsTooSoonIsHandedOn() throws IOException {
    Path whole = folder.resolve("conversations.json");
    archive(10).close();
    String text = Files.readString(whole);
    try (Archive archive = Archive.open(whole)) {
      Files.writeString(whole, text.substring(0, text.length() / 2));
      List<ArchivedItem> taken = new ArrayList<>();
      assertThrows(IOException.class, () -> Ahead.read(archive, taken::add));
      assertTrue(taken.size() > TALKS / 3);
    }
  }
}
