package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.mind.v1.BringMindRequest;
import pmm.mind.v1.BringMindResponse;
import pmm.rpc.RemoteProblem;
import pmm.rpc.Role;

/** A mind from elsewhere comes in the place of the one that lives here. */
@Timeout(90)
class BringMindTest {
  @TempDir Path elsewhere;
  @TempDir Path folder;

  @Test
  void theOneThatWasUploadedLivesHereAndTheOtherIsKept() {
    byte[] brought;
    try (MindFixture other = new MindFixture(elsewhere).start()) {
      other.say("", "My name is Ana.");
      brought = export(other);
    }
    try (MindFixture mesh = new MindFixture(folder).start()) {
      mesh.say("", "My name is Ben.");
      String upload = ImportCalls.upload(ImportCalls.imports(mesh), brought);
      BringMindResponse done = bring(mesh, upload, head(mesh));
      assertEquals(head(mesh), done.getHeadHash());
      assertTrue(Files.exists(Path.of(done.getKeptPath())), done::toString);
      mesh.awaitReady();
      MindFixture.Heard heard = mesh.say("", "What is my name?");
      assertTrue(heard.text().contains("Ana"), heard.text());
      assertFalse(heard.text().contains("Ben"), heard.text());
    }
  }

  @Test
  void nothingChangesWhereTheHeadHasMovedOrTheUploadIsNoMind() {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      mesh.say("", "My name is Ben.");
      String head = head(mesh);
      byte[] whole = export(mesh);
      mesh.say("", "I live in Porto.");
      String now = head(mesh);
      String upload = ImportCalls.upload(ImportCalls.imports(mesh), whole);
      assertEquals("HEAD_MOVED", refusal(() -> bring(mesh, upload, head)).reason());
      String junk = ImportCalls.upload(ImportCalls.imports(mesh), "{\"no\": \"mind\"}");
      assertFalse(refusal(() -> bring(mesh, junk, now)).reason().isEmpty());
      assertEquals(now, head(mesh));
    }
  }

  @Test
  void nothingChangesWhereTheFileIsNotTheOneThatWasNamed() {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      mesh.say("", "My name is Ben.");
      byte[] whole = export(mesh);
      mesh.say("", "I live in Porto.");
      String now = head(mesh);
      BringMindRequest asked =
          BringMindRequest.newBuilder()
              .setUploadId(ImportCalls.upload(ImportCalls.imports(mesh), whole))
              .setExpectedHeadHash(now)
              .setName("a.json")
              .setSha256(ImportCalls.sha256(whole))
              .build();
      BringMindRequest renamed = asked.toBuilder().setName("b.json").build();
      BringMindRequest other = asked.toBuilder().setSha256("0".repeat(64)).build();
      for (BringMindRequest wrong : List.of(renamed, other)) {
        assertEquals(
            "BAD_REQUEST", refusal(() -> ImportCalls.imports(mesh).bringMind(wrong)).reason());
        assertEquals(now, head(mesh));
      }
      BringMindResponse done = ImportCalls.imports(mesh).bringMind(asked);
      assertEquals(head(mesh), done.getHeadHash());
    }
  }

  private static BringMindResponse bring(MindFixture mesh, String upload, String head) {
    return ImportCalls.imports(mesh)
        .bringMind(
            BringMindRequest.newBuilder().setUploadId(upload).setExpectedHeadHash(head).build());
  }

  private static RemoteProblem refusal(Runnable call) {
    StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call::run);
    return RemoteProblem.from(thrown).orElseThrow(() -> thrown);
  }

  private static String head(MindFixture mesh) {
    return LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger", Role.CLI))
        .getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance())
        .getHeadHash();
  }

  private static byte[] export(MindFixture mesh) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger", Role.CLI))
        .exportLedger(ExportLedgerRequest.getDefaultInstance())
        .forEachRemaining(part -> lines.writeBytes(part.getJsonl().toByteArray()));
    return lines.toByteArray();
  }
}
