package pmm.mind;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.mind.ImportCalls.create;
import static pmm.mind.ImportCalls.dryRun;
import static pmm.mind.ImportCalls.finish;
import static pmm.mind.ImportCalls.imports;
import static pmm.mind.ImportCalls.part;
import static pmm.mind.ImportCalls.request;
import static pmm.mind.ImportCalls.run;
import static pmm.mind.ImportCalls.sha256;
import static pmm.mind.ImportCalls.upload;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.SearchEventsRequest;
import pmm.mind.v1.Conversation;
import pmm.mind.v1.GetConversationRequest;
import pmm.mind.v1.GetConversationResponse;
import pmm.mind.v1.GetImportRequest;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceBlockingStub;
import pmm.mind.v1.ListConversationsRequest;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.ListImportsRequest;
import pmm.mind.v1.RunRequest;
import pmm.mind.v1.Source;
import pmm.provider.v1.GenerateRequest;
import pmm.rpc.Role;

/** An archive on its way through the service: uploaded, looked at, taken in, taken out again. */
@Timeout(120)
class ImportServiceTest {
  private static final String ARCHIVE =
      """
      [{"id": "c1", "title": "Boats", "create_time": 1672567200, "current_node": "a",
        "mapping": {
          "root": {"id": "root", "message": null, "parent": null, "children": ["q"]},
          "q": {"id": "q", "parent": "root", "children": ["a"], "message": {"id": "q",
            "author": {"role": "user"}, "create_time": 1672567201.5,
            "content": {"content_type": "text", "parts": ["What is a ketch?"]}}},
          "a": {"id": "a", "parent": "q", "children": [], "message": {"id": "a",
            "author": {"role": "assistant"}, "create_time": 1672567202,
            "metadata": {"model_slug": "gpt-4", "finish": "zanzibar"},
            "content": {"content_type": "text", "parts": ["A boat with two masts.\\nCOMMIT: sail"]}}}
        }}]
      """;

  @TempDir Path folder;

  @Test
  void filesComeInUnlessTheyAreDeclined() throws Exception {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      ImportServiceBlockingStub imports = imports(mesh);
      RunRequest.Builder declined =
          request(upload(imports, ARCHIVE), UUID.randomUUID().toString())
              .setWithoutAttachments(true);
      assertFalse(run(imports, declined.build()).getWithAttachments());

      String other = ARCHIVE.replace("c1", "c2");
      assertTrue(run(imports, upload(imports, other)).getWithAttachments());
    }
  }

  @Test
  void whatIsImportedIsFoundIsMarkedAndCanBeTakenOutAgain() throws Exception {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      ImportServiceBlockingStub imports = imports(mesh);
      String upload = upload(imports, ARCHIVE);

      ImportReport dry = dryRun(imports, upload);
      assertEquals(2, dry.getAdded().getMessages());
      assertEquals(0, mesh.events().size());
      ImportReport report = run(imports, upload);

      assertEquals(dry.getFound(), report.getFound());
      assertEquals("", uploads(), "the upload is dropped");
      Conversation talk =
          mesh.talks()
              .listConversations(ListConversationsRequest.getDefaultInstance())
              .getConversations(0);
      assertTrue(talk.getImported());
      assertEquals("Boats", talk.getTitle());
      GetConversationResponse shown =
          mesh.talks()
              .getConversation(
                  GetConversationRequest.newBuilder()
                      .setConversationId(talk.getConversationId())
                      .build());
      assertEquals("chatgpt", shown.getMessages(1).getSource());
      assertEquals("gpt-4", shown.getMessages(1).getModelId());
      assertEquals("A boat with two masts.\nCOMMIT: sail", shown.getMessages(1).getText());
      assertEquals(1672567202L, shown.getMessages(1).getCreateTime().getSeconds());
      assertEquals(report, imports.getImport(byId(report.getImportId())).getReport());
      assertEquals(
          List.of(report),
          imports.listImports(ListImportsRequest.getDefaultInstance()).getReportsList());
      assertEquals(2, found(mesh, "ketch masts"));
      assertTrue(holds(mesh, "zanzibar"), "what is of no use here is kept");

      String again = upload(imports, ARCHIVE);
      int events = mesh.events().size();
      assertEquals(0, run(imports, again).getAddedEventCount());
      assertEquals(events, mesh.events().size());

      undo(mesh, report.getImportId());
      assertEquals(0, found(mesh, "ketch masts"));
      assertFalse(holds(mesh, "zanzibar"));
      assertFalse(holds(mesh, "ketch"));
      assertEquals(0, found(mesh, "Boats"));
      assertEquals(
          0,
          mesh.talks()
              .listConversations(ListConversationsRequest.getDefaultInstance())
              .getConversationsCount());
      assertEquals(
          report.toBuilder().setUndone(true).build(),
          imports.getImport(byId(report.getImportId())).getReport(),
          "its figures stay");
    }
  }

  @Test
  void wordsOfAnotherAssistantGoOutAsImported() throws Exception {
    try (MindFixture mesh = new MindFixture(folder).start().withModel()) {
      ImportServiceBlockingStub imports = imports(mesh);
      run(imports, upload(imports, ARCHIVE));

      MindFixture.Heard heard = mesh.say("", "Do you know what a ketch is?");

      GenerateRequest request = mesh.gateway.lastRequest();
      assertTrue(request.getDataClassesList().contains("imported"), request.toString());
      String frame = request.getTurns(0).getText();
      assertTrue(frame.contains("the person to another assistant: What is a ketch?"), frame);
      assertTrue(frame.contains("another assistant: A boat with two masts."), frame);
      List<Source> recalled =
          mesh
              .talks()
              .getTrace(
                  GetTraceRequest.newBuilder()
                      .setEventId(heard.finished().getOutcomeEventId())
                      .build())
              .getSourcesList()
              .stream()
              .filter(source -> source.getSection().equals("recall"))
              .toList();
      assertFalse(recalled.isEmpty());
      assertTrue(recalled.stream().allMatch(Source::getImported), recalled.toString());
    }
  }

  @Test
  void anUploadIsWhatWasSentOrIsRefused() throws Exception {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      ImportServiceBlockingStub imports = imports(mesh);
      byte[] bytes = "[1, 2, 3]".getBytes(StandardCharsets.UTF_8);
      String id = create(imports, bytes.length);
      assertEquals(4, part(imports, id, 0, bytes, 4));
      assertEquals(4, part(imports, id, 0, bytes, 4), "again");
      assertReason("UPLOAD_MISMATCH", () -> part(imports, id, 5, bytes, 9));
      assertReason("UPLOAD_MISMATCH", () -> finish(imports, id, "00"));
      assertEquals(9, part(imports, id, 2, bytes, 9), "overlapping");
      assertReason("BAD_REQUEST", () -> part(imports, id, 9, new byte[10], 10));
      assertReason("UPLOAD_MISMATCH", () -> dryRun(imports, id));
      finish(imports, id, sha256(bytes));
      assertReason("ARCHIVE_UNREADABLE", () -> dryRun(imports, id));

      String wrong = create(imports, 0);
      part(imports, wrong, 0, bytes, 9);
      assertReason("UPLOAD_MISMATCH", () -> finish(imports, wrong, sha256(new byte[1])));
      assertReason("UPLOAD_NOT_FOUND", () -> part(imports, wrong, 9, bytes, 9));
      assertReason("BAD_REQUEST", () -> create(imports, 3L << 30));
      assertReason("IMPORT_NOT_FOUND", () -> imports.getImport(byId(UUID.randomUUID() + "")));
      assertEquals(0, mesh.events().size());
    }
  }

  @Test
  void whatAnEarlierProcessLeftIsDeleted() throws Exception {
    try (MindFixture mesh = new MindFixture(folder).start()) {
      create(imports(mesh), 0);
      assertFalse(uploads().isEmpty());
      mesh.stopMind();
      mesh.start();
      assertEquals("", uploads());
    }
  }

  private static void undo(MindFixture mesh, String importId) {
    List<Long> events =
        imports(mesh)
            .listImportedEvents(
                ListImportedEventsRequest.newBuilder().setImportId(importId).build())
            .getEventIdsList();
    long redaction =
        ledger(mesh)
            .redactEvents(
                RedactEventsRequest.newBuilder().addAllEventIds(events).setWithMeta(true).build())
            .getRedactionEventId();
    long through = 0;
    while (through < redaction) {
      try {
        through =
            mesh.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getThroughEventId();
      } catch (StatusRuntimeException rebuilding) {
        Thread.onSpinWait();
      }
    }
  }

  private static int found(MindFixture mesh, String words) {
    return ledger(mesh)
        .searchEvents(SearchEventsRequest.newBuilder().setQuery(words).build())
        .getHitsCount();
  }

  private static boolean holds(MindFixture mesh, String word) {
    return mesh.events().stream().anyMatch(event -> event.toString().contains(word));
  }

  private static LedgerServiceBlockingStub ledger(MindFixture mesh) {
    return LedgerServiceGrpc.newBlockingStub(mesh.channel("ledger", Role.CLI));
  }

  private static GetImportRequest byId(String id) {
    return GetImportRequest.newBuilder().setImportId(id).build();
  }

  /** The names of the uploads that lie there. */
  private String uploads() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("run/mind/uploads"))) {
      return String.join(" ", files.map(file -> file.getFileName().toString()).toList());
    }
  }

  private static void assertReason(String reason, org.junit.jupiter.api.function.Executable call) {
    StatusRuntimeException thrown = assertThrows(StatusRuntimeException.class, call);
    assertTrue(MindFixture.isReason(thrown, reason), () -> reason + ": " + thrown);
  }
}
