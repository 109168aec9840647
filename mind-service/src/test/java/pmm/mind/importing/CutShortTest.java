package pmm.mind.importing;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.ledger.Events;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.Conversation;
import pmm.mindstate.StateEvent;

/** Wherever a run is cut off between two appends, the next one ends as if it had not been. */
@Timeout(300)
class CutShortTest {
  /** So that some events are an append. */
  private static final int APPEND_BYTES = 12_000;

  private static final String LONG = " and so on".repeat(250);

  @TempDir Path folder;

  private ImportFixture start() throws IOException {
    return new ImportFixture(Files.createTempDirectory(folder, "home"), APPEND_BYTES);
  }

  /** Appends end after the messages and before the branch, within a message and its leftovers. */
  private static ChatGptFile withIds() {
    ChatGptFile file = new ChatGptFile();
    for (int t = 0; t < 2; t++) {
      file.talk("t" + t, "Talk " + t)
          .says("q" + t, "root", "user", "Question " + t + LONG)
          .says("a" + t, "q" + t, "assistant", "Shown " + t + LONG)
          .says("b" + t, "q" + t, "assistant", "Other " + t + LONG)
          .says("c" + t, "q" + t, "assistant", "Last " + t + LONG.repeat(2))
          .leaves("b" + t, t == 1 ? 150_000 : 1_000)
          .isPutAway()
          .shows("a" + t);
    }
    return file;
  }

  private static String withoutIds() {
    StringBuilder text = new StringBuilder("{\"user_name\":\"Ana\",\"character_name\":\"Sera\"}\n");
    for (int i = 0; i < 8; i++) {
      text.append("{\"name\":\"")
          .append(i % 2 == 0 ? "Sera" : "Ana")
          .append("\",\"is_user\":")
          .append(i % 2 == 1)
          .append(",\"mes\":\"")
          .append(i)
          .append(LONG)
          .append("\"}\n");
    }
    return text.toString();
  }

  @Test
  void messagesWithIds() throws IOException {
    endsAsIfItHadNotBeenCut(withIds().write(folder.resolve("talk.json")));
  }

  @Test
  void messagesWithoutIds() throws IOException {
    endsAsIfItHadNotBeenCut(Files.writeString(folder.resolve("tale.jsonl"), withoutIds()));
  }

  private void endsAsIfItHadNotBeenCut(Path archive) throws IOException {
    List<String> whole;
    try (ImportFixture mind = start()) {
      mind.run(archive);
      whole = all(mind);
    }
    int cuts = 0;
    while (true) {
      try (ImportFixture mind = start()) {
        mind.fault.failFrom(cuts + 1);
        if (!isCut(mind, archive)) {
          break;
        }
        cuts++;
        mind.fault.clear();

        ImportReport report = mind.run(archive);

        assertEquals(whole, all(mind), "cut before append " + cuts);
        assertEquals(cuts > 1, report.getResumed());
        assertEquals(report.getFound(), report.getAdded());
        assertEquals(0, mind.run(archive).getAddedEventCount());
      }
    }
    assertTrue(cuts > 2, cuts + " appends");
  }

  private static boolean isCut(ImportFixture mind, Path archive) throws IOException {
    try {
      mind.run(archive);
      return false;
    } catch (StatusRuntimeException e) {
      return true;
    }
  }

  /** What there is, but for numbers and the seams of the appends. */
  private static List<String> all(ImportFixture mind) {
    List<String> all = new ArrayList<>();
    for (StateEvent event : mind.events()) {
      if (event.meta().has("import_id") && !event.kind().equals("imported")) {
        all.add(event.kind() + event.text("record") + " " + start(event));
      }
    }
    all.removeIf(each -> each.startsWith("imported_recorddetails"));
    long details =
        mind.events("imported_record").stream()
            .filter(event -> event.text("record").equals("details"))
            .mapToLong(event -> event.references("source").size())
            .sum();
    all.add("details of " + details);
    mind.mind().conversations().all().forEach(each -> all.add(told(mind, each.getValue())));
    all.sort(null);
    return all;
  }

  private static String told(ImportFixture mind, Conversation talk) {
    List<String> tree = new ArrayList<>();
    List<Long> open = new ArrayList<>(talk.children(0));
    while (!open.isEmpty()) {
      long id = open.removeLast();
      tree.add(words(mind, requireNonNull(talk.node(id)).parent()) + " > " + words(mind, id));
      open.addAll(talk.children(id));
    }
    tree.sort(null);
    return talk.title() + talk.archived() + " " + words(mind, talk.leaf()) + tree;
  }

  private static String words(ImportFixture mind, long id) {
    return id == 0 ? "" : start(Events.toState(mind.ledger.event(id).orElseThrow()));
  }

  private static String start(StateEvent event) {
    String words = event.words().orElse("");
    return words.substring(0, Math.min(12, words.length()));
  }
}
