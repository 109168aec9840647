package pmm.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.AppendResult;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;

/**
 * Writes lives of any length: talks of twenty turns, with what is remembered and promised in them.
 */
final class Lives {
  private static final int IN_FLIGHT = 2000;
  private static final int TURNS_A_TALK = 20;

  private final Words words = new Words();
  private final Deque<CompletableFuture<AppendResult>> flying = new ArrayDeque<>();
  private long written = 1;

  /** Fills a new file until it holds at least so many events. */
  void fill(Path file, int events) {
    try (MindFile mind = MindFile.open(file, Options.defaults())) {
      long parent = 0;
      for (int turn = 0; written < events; turn++) {
        String talk =
            "\"conversation_id\":\"%08d-0000-4000-8000-000000000000\""
                .formatted(turn / TURNS_A_TALK);
        if (turn % TURNS_A_TALK == 0) {
          append(mind, "conversation_started", null, talk);
          parent = 0;
        }
        String before = parent == 0 ? "null" : Long.toString(parent);
        append(mind, "user_message", words.content(turn), talk + ",\"parent_event_id\":" + before);
        long message = written;
        String attempt = ",\"attempt_id\":\"%08d-1111-4000-8000-000000000000\"".formatted(turn);
        append(
            mind, "generation_started", null, talk + attempt + ",\"model_id\":\"builtin:voice\"");
        append(
            mind,
            "assistant_message",
            words.content(turn + 31L),
            talk + attempt + ",\"model_id\":\"builtin:voice\",\"parent_event_id\":" + message);
        parent = written;
        if (turn % 10 == 3) {
          append(
              mind,
              "memory_kept",
              "Shelf " + turn + " holds the blue box",
              talk + attempt + ",\"subject\":\"other\"");
        }
        if (turn % 10 == 6) {
          append(mind, "commitment_opened", "look at shelf " + turn, talk + attempt);
          append(mind, "commitment_closed", null, talk + attempt + ",\"commitment_id\":" + written);
        }
      }
      flying.forEach(CompletableFuture::join);
    }
  }

  private void append(MindFile mind, String kind, @Nullable String content, String meta) {
    flying.add(mind.append(AppendRequest.of(new Draft(kind, content, "{" + meta + "}"))));
    written++;
    if (flying.size() > IN_FLIGHT) {
      flying.remove().join();
    }
  }
}
