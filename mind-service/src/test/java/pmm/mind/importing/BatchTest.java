package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import pmm.mind.ledger.Draft;

class BatchTest {
  private static final Origin ORIGIN = new Origin("chatgpt", "00", "import");

  private final List<String> stored = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Boolean> mayArrive = new CompletableFuture<>();

  private Batch.Ready ready(List<Draft> drafts, List<byte[]> blobs) {
    List<String> words = drafts.stream().map(draft -> String.valueOf(draft.content())).toList();
    return (from, to, fromBlob, toBlob) -> store(words.subList(from, to));
  }

  private long store(List<String> words) {
    mayArrive.join();
    if (words.contains("refuse")) {
      throw Status.INVALID_ARGUMENT.withDescription("no").asRuntimeException();
    }
    stored.addAll(words);
    return stored.size() - words.size() + 1;
  }

  private static Ref add(Batch batch, String words) {
    return batch.add(new Draft("user_message", words, Draft.facts()));
  }

  /** Adds conversations of some messages each, named by their place. */
  private static void talks(Batch batch, int talks, int messages, List<String> expected) {
    for (int talk = 0; talk < talks; talk++) {
      batch.enter("talk-" + talk, why -> {});
      for (int i = 0; i < messages; i++) {
        expected.add(talk + "-" + i);
        add(batch, talk + "-" + i);
      }
      batch.leave();
    }
  }

  @Test
  void aFullAppendTravelsAndOneWaitsWhileTheNextIsPutTogether() {
    List<String> expected = new ArrayList<>();
    try (Batch batch = new Batch(this::ready, ORIGIN, Batch.MOST_BYTES)) {
      talks(batch, 9, 100, expected);
      assertEquals(List.of(), stored);
      assertEquals(0, batch.added(), "what is on its way does not count");
      mayArrive.complete(true);
      talks(batch, 20, 100, expected);
      batch.flush();
      assertEquals(expected, stored);
      assertEquals(expected.size(), batch.added());
      assertEquals(1, batch.firstEventId());
    }
  }

  @Test
  void whatBringsNothingNewIsHeldByNothing() {
    try (Batch batch = new Batch(this::ready, ORIGIN, Batch.MOST_BYTES)) {
      List<WeakReference<byte[]>> talks = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        byte[] talk = new byte[1 << 20];
        batch.enter("talk-" + i, why -> assertEquals(0, talk.length));
        batch.afterwards(() -> {});
        batch.leave();
        talks.add(new WeakReference<>(talk));
      }
      System.gc();
      assertTrue(talks.getFirst().refersTo(null));
      batch.flush();
    }
  }

  @Test
  void whatAConversationNamesIsStoredBeforeItGoesOn() {
    mayArrive.complete(true);
    try (Batch batch = new Batch(this::ready, ORIGIN, Batch.MOST_BYTES)) {
      batch.enter("long", why -> {});
      Ref first = add(batch, "first");
      for (int i = 0; i < 1_000; i++) {
        add(batch, "more");
      }
      assertEquals(1, first.id());
      batch.leave();
    }
  }

  @Test
  void aRefusalOnItsWayIsToldToItsConversationAlone() {
    mayArrive.complete(true);
    List<String> told = new ArrayList<>();
    List<String> done = new ArrayList<>();
    try (Batch batch = new Batch(this::ready, ORIGIN, Batch.MOST_BYTES)) {
      for (int talk = 0; talk < 400; talk++) {
        String name = "talk-" + talk;
        batch.enter(name, why -> told.add(name + why));
        add(batch, talk == 7 ? "refuse" : name);
        batch.afterwards(() -> done.add(name));
        batch.leave();
      }
      batch.flush();
    }
    assertEquals(List.of("talk-7INVALID_ARGUMENT: no"), told);
    assertEquals(399, stored.size());
    assertEquals(stored, done);
  }

  @Test
  void nothingIsOnItsWayAnyMoreOnceItIsClosed() {
    List<String> expected = new ArrayList<>();
    Batch batch = new Batch(this::ready, ORIGIN, Batch.MOST_BYTES);
    talks(batch, 4, 100, expected);
    CompletableFuture<Void> closing = CompletableFuture.runAsync(batch::close);
    mayArrive.complete(true);
    closing.join();
    assertEquals(expected, stored);
  }

  @Test
  void aLedgerThatIsAwayEndsTheRun() {
    try (Batch batch =
        new Batch(
            (drafts, blobs) ->
                (from, to, fromBlob, toBlob) -> {
                  throw Status.UNAVAILABLE.asRuntimeException();
                },
            ORIGIN,
            Batch.MOST_BYTES)) {
      talks(batch, 4, 100, new ArrayList<>());
      RuntimeException thrown = assertThrows(RuntimeException.class, batch::flush);
      assertEquals(Status.Code.UNAVAILABLE, Status.fromThrowable(thrown).getCode());
    }
  }
}
