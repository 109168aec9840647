package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MindFileTest {
  @TempDir Path home;

  private MindFile open() {
    return MindFile.open(home, Options.defaults());
  }

  private static AppendResult say(MindFile mind, String text) {
    return mind.append(AppendRequest.of(Draft.of("user_message", text))).join();
  }

  private static MindFileException.Reason refusalOf(CompletableFuture<?> answer) {
    CompletionException e = assertThrows(CompletionException.class, answer::join);
    return assertInstanceOf(MindFileException.class, e.getCause()).reason();
  }

  @Test
  void writesNoFileBeforeTheFirstAct() {
    try (MindFile mind = open()) {
      assertEquals(Optional.empty(), mind.head());
      assertEquals(0, mind.info().eventCount());
      assertTrue(mind.list(EventQuery.newest(10)).events().isEmpty());
    }
    assertFalse(Files.exists(home.resolve("mind.db")));
  }

  @Test
  void writesTheCreationWithTheFirstAct() {
    try (MindFile mind = MindFile.open(home, Options.defaults().withMindName("Echo"))) {
      Event said = say(mind, "Grüße, 世界 🧠\nline two").events().getFirst();
      assertEquals(2, said.id());
      Event created = mind.get(1).orElseThrow();
      assertEquals("mind_created", created.kind());
      assertEquals("{\"name\":\"Echo\"}", created.content());
      assertEquals(mind.info().mindId(), Json.text(Json.object(created.meta()), "mind_id"));
      assertEquals(created.hash(), said.prevHash());
      assertEquals(said, mind.get(2).orElseThrow());
    }
  }

  @Test
  void leavesOneSingleFileAndGoesOnWithIt() throws IOException {
    try (MindFile mind = open()) {
      say(mind, "one");
    }
    try (Stream<Path> files = Files.list(home)) {
      assertEquals(
          List.of("heads.log", "home.id", "mind.db"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    try (MindFile mind = open()) {
      assertEquals(List.of(), mind.notices());
      assertEquals(3, say(mind, "two").events().getFirst().id());
    }
  }

  @Test
  void refusesASecondOpenerWithThePidOfTheFirst() {
    try (MindFile mind = open()) {
      MindFileException e = assertThrows(MindFileException.class, this::open);
      assertEquals(MindFileException.Reason.LOCKED, e.reason());
      assertTrue(
          e.getMessage().contains(Long.toString(ProcessHandle.current().pid())), e.getMessage());
      say(mind, "still mine");
    }
  }

  @Test
  void answersARequestIdAgain() {
    String id = UUID.randomUUID().toString();
    AppendRequest request = AppendRequest.of(Draft.of("note", "once")).withRequestId(id);
    List<Event> first;
    try (MindFile mind = open()) {
      // All of these land in the same few groups.
      List<CompletableFuture<AppendResult>> answers =
          IntStream.range(0, 50).mapToObj(i -> mind.append(request)).toList();
      first = answers.getFirst().join().events();
      for (CompletableFuture<AppendResult> answer : answers) {
        assertEquals(first, answer.join().events());
      }
      assertEquals(1, answers.stream().filter(a -> !a.join().repeated()).count());
    }
    try (MindFile mind = open()) {
      AppendResult again = mind.append(request).join();
      assertTrue(again.repeated());
      assertEquals(first, again.events());
      assertEquals(2, mind.info().eventCount());
    }
  }

  @Test
  void refusesAnotherHeadThanTheOneExpected() {
    try (MindFile mind = open()) {
      String head = say(mind, "one").events().getFirst().hash();
      AppendRequest request = AppendRequest.of(Draft.of("note", "x")).withExpectedHead(head);
      CompletableFuture<AppendResult> won = mind.append(request);
      CompletableFuture<AppendResult> lost = mind.append(request);
      assertEquals(3, won.join().events().getFirst().id());
      assertEquals(MindFileException.Reason.HEAD_MOVED, refusalOf(lost));
      assertEquals(3, mind.info().eventCount());
    }
  }

  @Test
  void refusesWhatCrossesAFence() {
    try (MindFile mind = open()) {
      Fence fence = new Fence(Set.of("consent_revoked"), 0);
      AppendRequest attempt = AppendRequest.of(Draft.of("network_attempt", null)).withFence(fence);
      mind.append(attempt).join();
      CompletableFuture<AppendResult> revoked =
          mind.append(AppendRequest.of(Draft.of("consent_revoked", null)));
      CompletableFuture<AppendResult> late = mind.append(attempt);
      assertEquals(MindFileException.Reason.FENCED, refusalOf(late));
      long seen = revoked.join().events().getFirst().id();
      mind.append(attempt.withFence(new Fence(fence.kinds(), seen))).join();
    }
  }

  @Test
  void saysThatItsHomeWasCopiedWithItsId() throws IOException {
    Path one = Files.createDirectory(home.resolve("one"));
    Path copy = Files.createDirectory(home.resolve("copy"));
    say(one, "one");
    for (String name : List.of("mind.db", "heads.log", "home.id")) {
      Files.copy(one.resolve(name), copy.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
    }
    Path renamed = Files.move(one, home.resolve("renamed"));
    say(renamed, "here");
    say(copy, "there");

    assertEquals(List.of(), kinds(renamed).stream().filter("opened_on"::equals).toList());
    assertEquals(List.of("mind_created", "user_message", "opened_on", "user_message"), kinds(copy));
    say(copy, "there again");
    assertEquals(5, kinds(copy).size());
  }

  @Test
  void keepsTheIdThatAnOlderProgramWrote() throws IOException {
    say(home, "one");
    Path id = home.resolve("home.id");
    Files.writeString(id, Files.readAllLines(id).getFirst() + "\n");
    say(home, "two");
    say(home, "three");
    assertEquals(
        List.of("mind_created", "user_message", "user_message", "user_message"), kinds(home));
  }

  private static void say(Path home, String words) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      say(mind, words);
    }
  }

  private static List<String> kinds(Path home) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      return mind.list(EventQuery.after(0, 100)).events().stream().map(Event::kind).toList();
    }
  }

  @Test
  void saysThatItMovedHome() throws IOException {
    try (MindFile mind = open()) {
      say(mind, "one");
    }
    Path other = Files.createDirectory(home.resolve("other"));
    Files.copy(home.resolve("mind.db"), other.resolve("mind.db"));
    try (MindFile mind = MindFile.open(other, Options.defaults())) {
      assertEquals(2, mind.info().eventCount());
      assertEquals(4, say(mind, "two").events().getFirst().id());
      Event moved = mind.get(3).orElseThrow();
      assertEquals("opened_on", moved.kind());
      var meta = Json.object(moved.meta());
      assertEquals(mind.get(2).orElseThrow().hash(), meta.get("head"));
      assertEquals(
          Files.readAllLines(home.resolve("home.id")).getFirst(), meta.get("previous_home"));
      assertEquals(Files.readAllLines(other.resolve("home.id")).getFirst(), meta.get("home"));
      assertEquals(5, say(mind, "three").events().getFirst().id());
    }
  }

  @Test
  void tellsListenersOfEveryEventInOrder() {
    List<Long> heard = new ArrayList<>();
    try (MindFile mind = open()) {
      mind.listen(events -> events.forEach(event -> heard.add(event.id())));
      say(mind, "one");
      say(mind, "two");
    }
    assertEquals(List.of(1L, 2L, 3L), heard);
  }

  @Test
  void pagesByKindAndOrder() {
    try (MindFile mind = open()) {
      for (int i = 0; i < 10; i++) {
        say(mind, "m" + i);
        mind.append(AppendRequest.of(Draft.of("note", "n" + i))).join();
      }
      EventPage page = mind.list(EventQuery.newest(3).withKinds(Set.of("note")));
      assertEquals(List.of(21L, 19L, 17L), page.events().stream().map(Event::id).toList());
      assertTrue(page.more());
      EventPage rest = mind.list(EventQuery.after(19, 2));
      assertEquals(List.of(20L, 21L), rest.events().stream().map(Event::id).toList());
      assertFalse(rest.more());
    }
  }

  @Test
  void keepsProjectionsWithWhatTheyTakeIn() {
    try (MindFile mind = open()) {
      say(mind, "one");
      mind.putProjections(List.of(Projection.of("traits", "1.10", 2, "pmm-traits/1"))).join();
      Projection stored = mind.projection("traits").orElseThrow();
      assertEquals("1.1", stored.valueJson());
      assertEquals(2, stored.appliedThrough());
      assertEquals("pmm-traits/1", stored.reducerVersion());
      assertEquals(
          MindFileException.Reason.INVALID,
          refusalOf(mind.putProjections(List.of(Projection.of("traits", "{}", 9, "v")))));
    }
  }

  @Test
  void keepsBlobsThatAnEventNames() {
    try (MindFile mind = open()) {
      byte[] bytes = Texts.utf8("the frame");
      String hash = HashChain.hex(HashChain.sha256().digest(bytes));
      Draft naming = new Draft("note", "see", "{\"blobs\":[\"" + hash + "\"]}");
      assertEquals(
          MindFileException.Reason.INVALID, refusalOf(mind.append(AppendRequest.of(naming))));
      mind.append(AppendRequest.of(naming).withBlobs(List.of(bytes))).join();
      mind.append(AppendRequest.of(naming)).join();
      assertEquals(
          "the frame",
          new String(mind.blob(hash).orElseThrow(), java.nio.charset.StandardCharsets.UTF_8));
      AppendRequest unnamed = AppendRequest.of(Draft.of("note", "x")).withBlobs(List.of(bytes));
      assertThrows(MindFileException.class, () -> mind.append(unnamed));
    }
  }

  @Test
  void holdsTheLimits() {
    try (MindFile mind = open()) {
      String tooLong = "é".repeat((1 << 19) + 1);
      MindFileException e =
          assertThrows(
              MindFileException.class,
              () -> mind.append(AppendRequest.of(Draft.of("note", tooLong))));
      assertEquals(MindFileException.Reason.TOO_LARGE, e.reason());
      say(mind, "é".repeat(1 << 19));
      Draft[] many =
          IntStream.range(0, 501).mapToObj(i -> Draft.of("note", "")).toArray(Draft[]::new);
      assertThrows(MindFileException.class, () -> mind.append(AppendRequest.of(many)));
      assertThrows(
          MindFileException.class, () -> mind.append(AppendRequest.of(Draft.of("nonsense", ""))));
      assertThrows(
          MindFileException.class, () -> mind.append(AppendRequest.of(Draft.of("opened_on", ""))));
    }
  }

  @Test
  void flagsAFileThatIsOlderThanItsLog() throws IOException {
    try (MindFile mind = open()) {
      say(mind, "one");
    }
    Path copy = home.resolve("copy");
    Files.copy(home.resolve("mind.db"), copy);
    try (MindFile mind = open()) {
      say(mind, "two");
    }
    Files.delete(home.resolve("mind.db"));
    Files.move(copy, home.resolve("mind.db"));
    try (MindFile mind = open()) {
      assertEquals(
          List.of(OpenNotice.Kind.OLDER_THAN_LOG),
          mind.notices().stream().map(OpenNotice::kind).toList());
      say(mind, "another two");
    }
    try (MindFile mind = open()) {
      assertEquals(
          List.of(OpenNotice.Kind.FORKED_FROM_LOG),
          mind.notices().stream().map(OpenNotice::kind).toList(),
          "it was used on, and the log still tells it");
    }
  }

  @Test
  void refusesFilesOfOthers() throws IOException {
    Path file = home.resolve("mind.db");
    for (String content : List.of("", "just text", "just text".repeat(100))) {
      Files.writeString(file, content);
      MindFileException e = assertThrows(MindFileException.class, this::open);
      assertEquals(MindFileException.Reason.NOT_A_MIND_FILE, e.reason());
      assertEquals(content, Files.readString(file));
    }
  }
}
