package pmm.provider.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.Reasoning;
import pmm.provider.codec.AnswerEvent.Text;
import pmm.provider.codec.AnswerEvent.ToolCall;
import pmm.provider.codec.AnswerEvent.Usage;
import pmm.provider.codec.Prompt.Speaker;
import pmm.provider.codec.Prompt.Turn;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

class CodecTest {

  private static final Codec OPENAI = new OpenAiCodec(false);
  private static final Codec ANTHROPIC = new AnthropicCodec();
  private static final Codec OLLAMA = new OllamaCodec();

  @ParameterizedTest
  @CsvSource({
    "openai, openai-answer.sse",
    "openai, openai-tools.sse",
    "openai, openai-error-midway.sse",
    "openai, openai-error-on-200.json",
    "openai, openai-document.json",
    "anthropic, anthropic-answer.sse",
    "anthropic, anthropic-error-on-200.sse",
    "ollama, ollama-answer.ndjson",
    "ollama, ollama-error-midway.ndjson"
  })
  void meansTheSameWhereverTheNetworkCutsIt(String format, String recording) {
    Codec codec = codec(format);
    byte[] body = Recorded.bytes(recording);
    List<AnswerEvent> whole = Recorded.whole(codec, body);
    assertTrue(whole.getLast().last(), whole::toString);
    for (int position = 0; position <= body.length; position++) {
      assertEquals(whole, Recorded.read(codec, 200, Recorded.cutAt(body, position)));
    }
    for (int size = 1; size < 8; size++) {
      assertEquals(whole, Recorded.read(codec, 200, Recorded.cut(body, size)));
    }
  }

  @Test
  void readsAnOpenAiAnswer() {
    assertEquals(
        List.of(
            new Reasoning("Hm — Porto?"),
            new Text("Aña lives in 😀 Porto.🙂\uFFFD\u0007"),
            new Usage(21, 7),
            new Ended(Finish.STOP)),
        Recorded.whole(OPENAI, Recorded.bytes("openai-answer.sse")));
  }

  @Test
  void readsOpenAiToolCallsWithoutIndexAndWithoutABlankLineAfterTheEnd() {
    assertEquals(
        List.of(
            new ToolCall(0, "call_1", "commit", "{\"text\":\"x\"}"), new Ended(Finish.TOOL_CALLS)),
        Recorded.whole(OPENAI, Recorded.bytes("openai-tools.sse")));
  }

  @Test
  void endsAtTheMarkWithoutWaitingForTheConnection() {
    List<AnswerEvent> events =
        OPENAI.reader().bytes("data: {\"choices\":[]}\n\ndata: [DONE]\n".getBytes(UTF_8));
    assertEquals(List.of(new Ended(Finish.UNKNOWN)), events);
  }

  @Test
  void takesAnAnswerThatDoesNotStream() {
    assertEquals(
        List.of(new Text("No stream."), new Usage(3, 2), new Ended(Finish.LENGTH)),
        Recorded.whole(OPENAI, Recorded.bytes("openai-document.json")));
  }

  @Test
  void readsAnAnthropicAnswer() {
    assertEquals(
        List.of(
            new Usage(15, Usage.NOT_SAID),
            new Reasoning("Où?"),
            new Text("In Pörto, 日本."),
            new ToolCall(0, "toolu_1", "commit", "{\"a\":1}"),
            new Usage(15, 15),
            new Ended(Finish.TOOL_CALLS)),
        Recorded.whole(ANTHROPIC, Recorded.bytes("anthropic-answer.sse")));
  }

  @Test
  void readsAnOllamaAnswer() {
    assertEquals(
        List.of(
            new Reasoning("Let me sée"),
            new Text("In Pórto 🙂"),
            new ToolCall(0, "", "commit", "{\"text\":\"x\"}"),
            new Usage(26, 9),
            new Ended(Finish.TOOL_CALLS)),
        Recorded.whole(OLLAMA, Recorded.bytes("ollama-answer.ndjson")));
  }

  @Test
  void joinsAllTextOfOneReadIntoOneEvent() {
    long texts =
        OPENAI.reader().bytes(Recorded.bytes("openai-answer.sse")).stream()
            .filter(Text.class::isInstance)
            .count();
    assertEquals(1, texts);
  }

  @Test
  void reportsErrorsInsideASuccess() {
    assertEquals(
        ProviderReason.PROVIDER_FAILED,
        failure(Recorded.whole(OPENAI, Recorded.bytes("openai-error-midway.sse"))).reason());
    assertEquals(
        ProviderReason.OVERLOADED,
        failure(Recorded.whole(OPENAI, Recorded.bytes("openai-error-on-200.json"))).reason());
    assertEquals(
        ProviderReason.OVERLOADED,
        failure(Recorded.whole(ANTHROPIC, Recorded.bytes("anthropic-error-on-200.sse"))).reason());
    assertEquals(
        new Text("In "),
        Recorded.whole(OLLAMA, Recorded.bytes("ollama-error-midway.ndjson")).getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "openai, openai-answer.sse",
    "anthropic, anthropic-answer.sse",
    "ollama, ollama-answer.ndjson"
  })
  void saysThatAnAnswerWasCutOffWhereverItWas(String format, String recording) {
    Codec codec = codec(format);
    byte[] body = Recorded.bytes(recording);
    int wholeFrom = format.equals("ollama") ? body.length - 1 : indexOfEnd(body);
    for (int length = 0; length < wholeFrom; length++) {
      AnswerEvent last =
          Recorded.read(codec, 200, List.of(java.util.Arrays.copyOf(body, length))).getLast();
      ProviderReason reason = failure(List.of(last)).reason();
      assertTrue(
          reason == ProviderReason.CUT_OFF || reason == ProviderReason.MALFORMED,
          () -> "cut gave " + last);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | {\"error\":{\"message\":\"Incorrect API key\",\"code\":\"invalid_api_key\"}} | KEY_REJECTED",
        "429 | {\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\"}} | RATE_LIMITED",
        "429 | {\"error\":{\"message\":\"Quota\",\"code\":\"insufficient_quota\"}} | QUOTA_EXHAUSTED",
        "529 | {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy\"}} | OVERLOADED",
        "404 | {\"error\":\"model 'x' not found\"} | MODEL_NOT_FOUND",
        "400 | {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"No\"}} | BAD_REQUEST",
        "400 | {\"error\":{\"message\":\"Your credit balance is too low\"}} | QUOTA_EXHAUSTED",
        "302 | <a href=x> | ADDRESS_REFUSED",
        "200 | <!doctype html><html>hello</html> | ADDRESS_REFUSED",
        "500 | <html>oops | PROVIDER_FAILED",
        "503 | no | OVERLOADED"
      })
  void knowsWhatAStatusMeans(int status, String body, ProviderReason expected) {
    for (Codec codec : List.of(OPENAI, ANTHROPIC, OLLAMA)) {
      Failure failure =
          failure(Recorded.read(codec, status, Recorded.cut(body.getBytes(UTF_8), 3)));
      assertEquals(expected, failure.reason());
      assertEquals(status, failure.httpStatus());
    }
  }

  @Test
  void readsEveryFormOfRetryAfter() {
    assertEquals(Duration.ofSeconds(7), wait(Map.of("retry-after", "7")));
    assertEquals(
        Duration.ofMillis(1500), wait(Map.of("retry-after", "9", "retry-after-ms", "1500")));
    assertEquals(
        Duration.ofSeconds(30),
        wait(
            Map.of(
                "date", "Wed, 21 Oct 2026 07:28:00 GMT",
                "retry-after", "Wed, 21 Oct 2026 07:28:30 GMT")));
    assertTrue(new ResponseHead(429, Map.of("retry-after", "soon")).retryAfter().isEmpty());
  }

  @Test
  void givesUpOnALineWithoutEnd() {
    for (Codec codec : List.of(OPENAI, ANTHROPIC, OLLAMA)) {
      AnswerDecoder reader = codec.reader();
      List<AnswerEvent> events = new ArrayList<>();
      byte[] chunk = new byte[64 << 10];
      java.util.Arrays.fill(chunk, (byte) 'x');
      for (int fed = 0; fed < 10 << 20; fed += chunk.length) {
        events.addAll(reader.bytes(chunk));
      }
      assertEquals(ProviderReason.MALFORMED, failure(events).reason());
      assertEquals(1, events.size());
    }
  }

  @Test
  void takesControlCharactersThatAreNotEscaped() {
    assertEquals(
        new Text("a\u0007\tb"),
        Recorded.whole(
                OLLAMA,
                "{\"message\":{\"content\":\"a\u0007\tb\"},\"done\":true}\n".getBytes(UTF_8))
            .getFirst());
  }

  @Test
  void writesTheRequestsOfEachFormat() {
    Prompt prompt =
        new Prompt(
            "m",
            List.of(
                new Turn(Speaker.SYSTEM, "Be kind."),
                new Turn(Speaker.USER, "Hi"),
                new Turn(Speaker.ASSISTANT, "Half "),
                new Turn(Speaker.USER, " ")),
            64,
            0.5,
            8192);
    assertEquals(
        "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":"
            + "[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Half \"}],\"max_tokens\":64,\"temperature\":0.5}",
        body(OPENAI, prompt));
    assertTrue(body(new OpenAiCodec(true), prompt).contains("\"max_completion_tokens\":64"));
    assertEquals(
        "{\"model\":\"m\",\"stream\":true,\"max_tokens\":64,\"system\":\"Be kind.\",\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Half\"}],"
            + "\"temperature\":0.5}",
        body(ANTHROPIC, prompt));
    assertEquals(
        "{\"model\":\"m\",\"stream\":true,\"truncate\":false,\"shift\":false,\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},"
            + "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"Half \"}],"
            + "\"options\":{\"num_ctx\":8192,\"num_predict\":64,\"temperature\":0.5}}",
        body(OLLAMA, prompt));
  }

  private static Codec codec(String format) {
    return switch (format) {
      case "openai" -> OPENAI;
      case "anthropic" -> ANTHROPIC;
      default -> OLLAMA;
    };
  }

  /** Where the mark that ends the answer is complete. */
  private static int indexOfEnd(byte[] body) {
    String text = new String(body, java.nio.charset.StandardCharsets.ISO_8859_1);
    // OpenAI's answer is whole once its reason to stop has come, Anthropic's at its stop event.
    int stop = text.indexOf("\"finish_reason\":\"stop\"");
    return stop > 0 ? stop : text.indexOf("{\"type\":\"message_stop\"}");
  }

  private static Duration wait(Map<String, String> headers) {
    return new ResponseHead(429, headers).retryAfter().orElseThrow();
  }

  private static Failure failure(List<AnswerEvent> events) {
    return assertInstanceOf(Failed.class, events.getLast()).failure();
  }

  private static String body(Codec codec, Prompt prompt) {
    return new String(codec.encode(prompt).body(), UTF_8);
  }
}
