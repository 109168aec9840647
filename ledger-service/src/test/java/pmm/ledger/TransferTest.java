package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.CreateSnapshotRequest;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.ImportLedgerRequest;
import pmm.ledger.v1.ImportLedgerResponse;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

@Timeout(60)
class TransferTest {
  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();
  @RegisterExtension final LedgerExtension empty = new LedgerExtension();

  @Test
  void exportsAndImportsTheSameBytes() {
    EventDraft[] drafts = new EventDraft[400];
    Arrays.setAll(drafts, i -> draft("user_message", "Grüße 🧠\n" + "x".repeat(i)));
    ledger.append(drafts);
    byte[] jsonl = export(ledger);

    ImportLedgerResponse stored = importInto(empty, jsonl);

    assertEquals(401, stored.getEventCount());
    assertEquals(
        stored.getHeadHash(),
        ledger.as(Role.CLI).getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()).getHeadHash());
    assertArrayEquals(jsonl, export(empty));
    assertEquals(List.of(), leftovers(empty));
  }

  @Test
  void showsAnImportToThoseWhoWatch() {
    ledger.say("one");
    Iterator<WatchEventsResponse> watch =
        empty.as(Role.MIND).watchEvents(WatchEventsRequest.getDefaultInstance());
    assertTrue(watch.next().hasLevelEventId());

    importInto(empty, export(ledger));

    assertEquals(1, watch.next().getEvent().getEventId());
    assertEquals("one", watch.next().getEvent().getContent());
  }

  @Test
  void exportsNothingFromAnEmptyLedger() {
    assertEquals(0, export(empty).length);
  }

  @Test
  void storesNothingOfAnExportThatWasChanged() {
    ledger.say("one");
    ledger.say("two");
    String jsonl = new String(export(ledger), StandardCharsets.UTF_8);
    byte[] forged = jsonl.replace("\"two\"", "\"ten\"").getBytes(StandardCharsets.UTF_8);

    assertRefused(LedgerReason.IMPORT_BROKEN, () -> importInto(empty, forged));
    byte[] noJson = "no JSON\n".getBytes(StandardCharsets.UTF_8);
    assertRefused(LedgerReason.INVALID, () -> importInto(empty, noJson));
    assertFalse(Files.exists(empty.home().file("mind.db")));
    assertEquals(List.of(), leftovers(empty));
    assertEquals(2, importInto(empty, firstLines(jsonl, 2)).getEventCount());
  }

  @Test
  void importsOnlyIntoAnEmptyLedger() {
    ledger.say("one");
    byte[] jsonl = export(ledger);
    assertRefused(LedgerReason.LEDGER_NOT_EMPTY, () -> importInto(ledger, jsonl));
    assertEquals(3, ledger.say("still here").getEventId());
  }

  @Test
  void replacesAnotherMindOnlyWhenAskedAndKeepsIt() {
    ledger.say("one");
    empty.say("the other mind");
    byte[] jsonl = export(ledger);

    ImportLedgerResponse stored = importInto(empty, jsonl, true);

    assertEquals(2, stored.getEventCount());
    assertTrue(Files.exists(Path.of(stored.getKeptPath())));
    assertArrayEquals(jsonl, export(empty));
    assertEquals(4, empty.say("here").getEventId(), "an event says that it opened here");
    assertEquals(List.of(), leftovers(empty));
  }

  @Test
  void goesOnFromAnOlderExportOfTheSameMind() throws IOException {
    ledger.say("one");
    byte[] jsonl = export(ledger);
    ledger.say("two");

    assertEquals(3, importInto(ledger, jsonl, true).getEventCount());

    assertTrue(new String(export(ledger), StandardCharsets.UTF_8).contains("\"restored_from\""));
    String forged = new String(jsonl, StandardCharsets.UTF_8).replace("\"one\"", "\"two\"");
    assertRefused(
        LedgerReason.IMPORT_BROKEN,
        () -> importInto(ledger, forged.getBytes(StandardCharsets.UTF_8), true));
    assertEquals(4, ledger.say("still here").getEventId());
  }

  @Test
  void importsTheBytesOfAMindFile() throws IOException {
    ledger.say("one");
    byte[] jsonl = export(ledger);
    ledger.stop();
    byte[] file = Files.readAllBytes(ledger.home().file("mind.db"));
    ledger.start();

    assertEquals(2, importInto(empty, file).getEventCount());
    assertArrayEquals(jsonl, export(empty));
  }

  @Test
  void importsAMindFileOfWhichSomethingWasForgottenLater() throws IOException {
    ledger.say("a secret");
    String name =
        ledger
            .as(Role.CLI)
            .createSnapshot(CreateSnapshotRequest.getDefaultInstance())
            .getSnapshot()
            .getName();
    ledger.as(Role.CLI).redactEvents(RedactEventsRequest.newBuilder().addEventIds(2).build());
    byte[] file = Files.readAllBytes(ledger.home().file("snapshots").resolve(name));

    assertEquals(3, importInto(empty, file).getEventCount());
    assertEquals("redaction", empty.eventKind(3));

    assertEquals(4, importInto(ledger, file, true).getEventCount());
    assertEquals("restored_from", ledger.eventKind(3));
    assertEquals(5, empty.say("here").getEventId(), "an event says that it opened here");
    assertEquals(List.of(), leftovers(empty));
  }

  @Test
  void letsNoProcessThatReadsHostileBytesExport() {
    for (Role role : List.of(Role.PROVIDER, Role.OTHER, Role.MIND)) {
      assertRefused(
          RpcReason.ROLE_NOT_ALLOWED,
          () -> ledger.as(role).exportLedger(ExportLedgerRequest.getDefaultInstance()).hasNext());
    }
  }

  @Test
  void leavesOneFileAlthoughSomeoneWasReadingAllOfIt() {
    for (int i = 0; i < 5; i++) {
      ledger.say("x".repeat(1 << 20));
    }
    Iterator<ExportLedgerResponse> slow =
        ledger.as(Role.CLI).exportLedger(ExportLedgerRequest.getDefaultInstance());
    assertEquals(6, slow.next().getTotalEventCount());

    ledger.stop();

    assertFalse(Files.exists(ledger.home().file("mind.db-wal")));
    assertThrows(StatusRuntimeException.class, () -> slow.forEachRemaining(part -> {}));
    ledger.start();
  }

  private static byte[] firstLines(String jsonl, int count) {
    StringBuilder lines = new StringBuilder();
    jsonl.lines().limit(count).forEach(line -> lines.append(line).append('\n'));
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> leftovers(LedgerExtension from) {
    String[] names =
        from.home().file("cache").toFile().list((folder, name) -> name.startsWith("import-"));
    return names == null ? List.of() : List.of(names);
  }

  private static byte[] export(LedgerExtension from) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Iterator<ExportLedgerResponse> parts =
        from.as(Role.CLI).exportLedger(ExportLedgerRequest.getDefaultInstance());
    parts.forEachRemaining(part -> bytes.writeBytes(part.getJsonl().toByteArray()));
    return bytes.toByteArray();
  }

  private static ImportLedgerResponse importInto(LedgerExtension target, byte[] jsonl) {
    return importInto(target, jsonl, false);
  }

  private static ImportLedgerResponse importInto(
      LedgerExtension target, byte[] jsonl, boolean replace) {
    CompletableFuture<ImportLedgerResponse> answer = new CompletableFuture<>();
    StreamObserver<ImportLedgerRequest> upload =
        LedgerServiceGrpc.newStub(target.channel(Role.CLI).channel())
            .importLedger(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ImportLedgerResponse response) {
                    answer.complete(response);
                  }

                  @Override
                  public void onError(Throwable failed) {
                    answer.completeExceptionally(failed);
                  }

                  @Override
                  public void onCompleted() {}
                });
    for (int at = 0; at < jsonl.length; at += 1000) {
      int end = Math.min(at + 1000, jsonl.length);
      upload.onNext(
          ImportLedgerRequest.newBuilder()
              .setJsonl(ByteString.copyFrom(jsonl, at, end - at))
              .setReplace(replace)
              .build());
    }
    upload.onCompleted();
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      throw new CompletionException(e);
    }
  }
}
