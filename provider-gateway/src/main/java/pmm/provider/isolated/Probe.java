package pmm.provider.isolated;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.codec.Codec;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.Prompt;
import pmm.provider.codec.Prompt.Speaker;
import pmm.provider.codec.Prompt.Turn;
import pmm.provider.codec.ResponseHead;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Api;
import pmm.provider.model.CodecBook.Choice;
import pmm.provider.v1.DescribeResponse;
import pmm.rpc.SocketChannel;

/** Has a codec go through a small recorded exchange before anything of a person is given to it. */
final class Probe {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PIECE = 7;
  private static final int MOST_NAME = 80;
  private static final int MOST_VERSION = 40;
  private static final String WORDS = "Where does Aña live? 🙂";
  private static final Prompt PROMPT =
      new Prompt(
          "probe-model",
          List.of(
              new Turn(Speaker.SYSTEM, "You are being tried out."),
              new Turn(Speaker.USER, "Hello"),
              new Turn(Speaker.ASSISTANT, "Hello. How can I help?"),
              new Turn(Speaker.USER, WORDS)),
          64,
          0.5,
          8192);
  private static final ResponseHead REFUSAL =
      new ResponseHead(429, Map.of("content-type", "application/json", "retry-after", "7"));
  private static final byte[] REFUSED =
      "{\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\"}}".getBytes(UTF_8);

  private final String name;
  private final String socket;
  private final SocketChannel channel;
  private final Duration patience;
  private final Duration whole;
  private final long startNanos = System.nanoTime();

  /**
   * An exchange that begins now.
   *
   * @param patience for each answer
   * @param whole for all of it
   */
  Probe(String name, String socket, SocketChannel channel, Duration patience, Duration whole) {
    this.name = name;
    this.socket = socket;
    this.channel = channel;
    this.patience = patience;
    this.whole = whole;
  }

  /** Sees that what is there is what was chosen. */
  static void recognize(Choice choice, SocketChannel channel, Duration patience)
      throws CodecBreach {
    Choice there =
        new Probe(choice.name(), choice.socket(), channel, patience, patience).described();
    if (!there.isSameAs(choice)) {
      throw new CodecBreach(
          "was exchanged: "
              + choice.socket()
              + " is "
              + CodecBreach.quote(label(there))
              + " now (expected: "
              + CodecBreach.quote(label(choice))
              + "). To let it be used: pmm codec use "
              + choice.name()
              + " "
              + choice.socket());
    }
  }

  private static String label(Choice choice) {
    return (choice.program() + " " + choice.version()).strip() + " for " + choice.api().id();
  }

  /**
   * All of it; what the codec is.
   *
   * @throws pmm.rpc.Problem if it breaks its contract while it is tried
   */
  Choice run() throws CodecBreach {
    Choice choice = described();
    Codec tried = new IsolatedCodec(name, choice.api(), false, channel, patience);
    Codec own = OwnCodecs.of(choice.api(), false);
    checkCall(tried);
    byte[] answer = recorded(choice.api());
    ResponseHead success = new ResponseHead(200, Map.of());
    compare("answer", read(own, success, answer), read(tried, success, answer));
    compare("refusal", read(own, REFUSAL, REFUSED), read(tried, REFUSAL, REFUSED));
    byte[] half = Arrays.copyOf(answer, lineBefore(answer, answer.length / 2));
    compare("answer that was cut off", read(own, success, half), read(tried, success, half));
    return choice;
  }

  private static int lineBefore(byte[] answer, int position) {
    return new String(answer, 0, position, ISO_8859_1).lastIndexOf('\n') + 1;
  }

  /** What the codec says of itself, if it says it well. */
  Choice described() throws CodecBreach {
    DescribeResponse facts =
        new IsolatedCodec(name, Api.OPENAI, false, channel, patience).describe();
    if (facts.getContract() != CodecHost.CONTRACT) {
      throw new CodecBreach(
          "keeps to contract " + facts.getContract() + " (expected: " + CodecHost.CONTRACT + ")");
    }
    Api api =
        Stream.of(Api.values())
            .filter(known -> facts.getApi().name().equals("API_" + known.name()))
            .findFirst()
            .orElseThrow(() -> new CodecBreach("speaks no format that there is"));
    checkLabel("name", facts.getName(), 1, MOST_NAME);
    checkLabel("version", facts.getVersion(), 0, MOST_VERSION);
    return new Choice(name, socket, api, facts.getName(), facts.getVersion(), 0);
  }

  private static void checkLabel(String what, String value, int least, int most)
      throws CodecBreach {
    if (value.length() < least
        || value.length() > most
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new CodecBreach(
          "has a " + what + " that is not of " + least + " to " + most + " printable characters");
    }
  }

  private static void checkCall(Codec tried) throws CodecBreach {
    JsonNode body = body(tried.encode(PROMPT));
    if (!body.path("model").asText().equals(PROMPT.model())
        || !body.path("stream").asBoolean()
        || PROMPT.turns().stream().anyMatch(turn -> !holds(body, turn.text()))) {
      throw new CodecBreach("leaves out the model, a turn, or that the answer is to be streamed");
    }
  }

  private static JsonNode body(HttpCall call) throws CodecBreach {
    try {
      return JSON.readTree(call.body());
    } catch (IOException e) {
      throw new CodecBreach("wants to send what is no JSON");
    }
  }

  private static boolean holds(JsonNode node, String text) {
    return node.isTextual()
        ? node.textValue().contains(text)
        : StreamSupport.stream(node.spliterator(), false).anyMatch(child -> holds(child, text));
  }

  private List<AnswerEvent> read(Codec codec, ResponseHead head, byte[] body) throws CodecBreach {
    List<AnswerEvent> events = new ArrayList<>();
    try (AnswerDecoder reader = codec.reader()) {
      events.addAll(reader.head(head));
      for (int from = 0; from < body.length; from += PIECE) {
        checkTime();
        events.addAll(
            reader.bytes(Arrays.copyOfRange(body, from, Math.min(body.length, from + PIECE))));
      }
      events.addAll(reader.end());
    }
    if (!events.isEmpty()
        && events.getLast() instanceof Failed(Failure why)
        && why.reason() == ProviderReason.CODEC_FAILED) {
      throw why.toProblem();
    }
    return AnswerEvent.joined(events);
  }

  private void checkTime() throws CodecBreach {
    if (System.nanoTime() - startNanos > whole.toNanos()) {
      throw new CodecBreach(
          "did not get through the recorded exchange within " + whole.toSeconds() + " s");
    }
  }

  private static void compare(String what, List<AnswerEvent> expected, List<AnswerEvent> seen)
      throws CodecBreach {
    for (int i = 0; i < Math.max(expected.size(), seen.size()); i++) {
      String wanted = i < expected.size() ? words(expected.get(i)) : "nothing";
      String found = i < seen.size() ? words(seen.get(i)) : "nothing";
      if (!wanted.equals(found)) {
        throw new CodecBreach(
            "misread the recorded "
                + what
                + ": "
                + CodecBreach.quote(found)
                + " (expected: "
                + CodecBreach.quote(wanted)
                + ")");
      }
    }
  }

  /** How an error is told may differ; what it is may not. */
  private static String words(AnswerEvent event) {
    return event instanceof Failed(Failure why)
        ? "Failed " + why.reason() + (why.retryAfter() == null ? "" : " " + why.retryAfter())
        : event.toString();
  }

  private static byte[] recorded(Api api) {
    String file = "probe-" + api.id() + ".txt";
    try (InputStream in = Objects.requireNonNull(Probe.class.getResourceAsStream(file), file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
