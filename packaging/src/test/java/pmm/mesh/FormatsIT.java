package pmm.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ConversationServiceGrpc;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.GetTraceRequest;
import pmm.mind.v1.GetTraceResponse;
import pmm.mind.v1.MindServiceGrpc;
import pmm.mind.v1.Outcome;
import pmm.mind.v1.SelectModelRequest;
import pmm.mind.v1.SelectModelResponse;
import pmm.provider.scripted.ScriptedServer;

/** Models come and go; the mind stays, and every one of them is given what it remembers. */
class FormatsIT {

  private static final Map<String, String> PATHS =
      Map.of("openai", "/v1", "anthropic", "", "ollama", "");

  @Test
  void recallsThroughEveryFormatInOneConversationAndStaysTheSameMind(@TempDir Path home)
      throws Exception {
    try (ScriptedServer model = ScriptedServer.start(0)) {
      try (Mesh mesh = Mesh.start(home)) {
        mesh.pmm("chat", "-m", "Remember that my sister Ana lives in Porto").orFail();
      }
      try (Mesh mesh = Mesh.start(home)) {
        assertRecalls(mesh, "", "");
        for (String api : PATHS.keySet()) {
          add(mesh, model, api);
        }
        String conversation = "";
        for (String api : PATHS.keySet()) {
          assertSameMind(mesh, "local:" + api);
          conversation = assertRecalls(mesh, conversation, "local:" + api);
        }
      }
      Mesh.run(home, "verify").orFail();
    }
  }

  @Test
  void whatEachCodecSaysOfToolsReasoningAndTokensArrivesInTheReceipt(@TempDir Path home)
      throws Exception {
    try (ScriptedServer model = ScriptedServer.start(0);
        Mesh mesh = Mesh.start(home)) {
      int read = 4000;
      int written = 5;
      for (String api : PATHS.keySet()) {
        add(mesh, model, api);
        assertReceipt(mesh, "local:" + api, ++read, ++written);
      }
    }
  }

  @Test
  void actsComeAsToolsThroughEveryFormatAndAsMarkersWhereToolsAreRefused(@TempDir Path home)
      throws Exception {
    try (ScriptedServer model = ScriptedServer.start(0);
        Mesh mesh = Mesh.start(home)) {
      for (String api : PATHS.keySet()) {
        add(mesh, model, api);
        String promise = "water the plants, " + api;
        Finished called = say(mesh, api, "!call commit {\"text\":\"" + promise + "\"}");
        assertEquals(1, called.getOpenedCommitmentIdsCount(), api);
        assertEquals("It wrote no words, but it promised “" + promise + "”.", called.getActsText());
        String id = called.getOpenedCommitmentIds(0);
        Finished closed = say(mesh, api, "!call close {\"commitment\":" + id + "}");
        assertEquals(List.of(id), closed.getClosedCommitmentIdsList(), api);
        Finished marked = say(mesh, api, "!notools !commit sweep, " + api);
        assertEquals(1, marked.getOpenedCommitmentIdsCount(), api);
        assertEquals("", marked.getActsText(), api);
      }
    }
  }

  private static Finished say(Mesh mesh, String api, String text) {
    Iterator<ConverseResponse> parts =
        ConversationServiceGrpc.newBlockingStub(mesh.channel("mind"))
            .converse(
                ConverseRequest.newBuilder()
                    .setModelId("local:" + api)
                    .setRequestId(UUID.randomUUID().toString())
                    .setSay(ConverseRequest.Say.newBuilder().setText(text))
                    .build());
    ConverseResponse last = ConverseResponse.getDefaultInstance();
    while (parts.hasNext()) {
      last = parts.next();
    }
    assertEquals(Outcome.OUTCOME_ANSWERED, last.getFinished().getOutcome(), text);
    return last.getFinished();
  }

  /**
   * Has a model reason, write and ask for a tool, and looks for that and the server's own counts.
   */
  private static void assertReceipt(Mesh mesh, String model, int read, int written)
      throws Exception {
    String script = "!think !tool !prompt=%d !words=%d".formatted(read, written);
    Iterator<ConverseResponse> parts =
        ConversationServiceGrpc.newBlockingStub(mesh.channel("mind"))
            .converse(
                ConverseRequest.newBuilder()
                    .setModelId(model)
                    .setRequestId(UUID.randomUUID().toString())
                    .setSay(ConverseRequest.Say.newBuilder().setText(script))
                    .build());
    ConverseResponse last = ConverseResponse.getDefaultInstance();
    StringBuilder reasoning = new StringBuilder();
    while (parts.hasNext()) {
      last = parts.next();
      reasoning.append(last.getReasoning());
    }
    Finished heard = last.getFinished();
    assertEquals(Outcome.OUTCOME_ANSWERED, heard.getOutcome(), model);
    assertEquals("Let me think. ", reasoning.toString(), model);
    assertEquals(1, heard.getToolCallsCount(), model);
    assertEquals("{\"text\":\"x\"}", heard.getToolCalls(0).getArguments(), model);

    GetTraceResponse receipt =
        ConversationServiceGrpc.newBlockingStub(mesh.channel("mind"))
            .getTrace(GetTraceRequest.newBuilder().setEventId(heard.getOutcomeEventId()).build());
    assertEquals("commit", receipt.getToolCalls(0).getName(), model);
    assertEquals(12, receipt.getToolCalls(0).getArgumentBytes(), model);
    assertEquals(heard.getToolCalls(0).getCallId(), receipt.getToolCalls(0).getCallId(), model);
    assertEquals(reasoning.length(), receipt.getReasoningBytes(), model);
    assertEquals("TOOL_CALLS", receipt.getFinishReason(), model);
    assertEquals(read, receipt.getPromptTokens(), model);
    assertEquals(written, receipt.getAnswerTokens(), model);
    assertFalse(receipt.getTokensEstimated(), model);
    assertFalse(receipt.getPromptCut(), model);

    String words = mesh.pmm("trace", Long.toString(heard.getOutcomeEventId())).orFail().out();
    assertTrue(words.contains("the tool commit with 12 bytes of arguments"), words);
    assertTrue(
        words.contains(String.format(Locale.ROOT, "%,d read, %d written", read, written)), words);
  }

  private static void add(Mesh mesh, ScriptedServer model, String api) throws Exception {
    String url = model.url() + PATHS.get(api);
    mesh.pmm("model", "add", "local:" + api, "--api", api, "--url", url).orFail();
  }

  private static void assertSameMind(Mesh mesh, String model) {
    SelectModelResponse switched =
        MindServiceGrpc.newBlockingStub(mesh.channel("mind"))
            .selectModel(
                SelectModelRequest.newBuilder()
                    .setModelId(model)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    assertNotEquals(0, switched.getEventId());
    assertEquals(switched.getProjectionHashBefore(), switched.getProjectionHashAfter());
  }

  private static String assertRecalls(Mesh mesh, String conversation, String model) {
    Iterator<ConverseResponse> parts =
        ConversationServiceGrpc.newBlockingStub(mesh.channel("mind"))
            .converse(
                ConverseRequest.newBuilder()
                    .setConversationId(conversation)
                    .setRequestId(UUID.randomUUID().toString())
                    .setSay(
                        ConverseRequest.Say.newBuilder().setText("!paced=5 Where does Ana live?"))
                    .build());
    String speaker = "";
    String held = conversation;
    List<String> pieces = new ArrayList<>();
    Outcome outcome = Outcome.OUTCOME_UNSPECIFIED;
    while (parts.hasNext()) {
      ConverseResponse part = parts.next();
      switch (part.getPartCase()) {
        case STARTED -> held = part.getStarted().getConversationId();
        case OPENED -> speaker = part.getOpened().getModelId();
        case TEXT -> pieces.add(part.getText());
        case FINISHED -> outcome = part.getFinished().getOutcome();
        default -> {}
      }
    }
    String answer = String.join("", pieces);
    assertEquals(Outcome.OUTCOME_ANSWERED, outcome);
    assertTrue(answer.contains("Porto"), () -> "no recall in: " + answer);
    assertTrue(pieces.size() > 1, () -> "not streamed: " + pieces);
    assertEquals(model.isEmpty() ? "builtin:voice" : model, speaker);
    return held;
  }
}
