package pmm.provider.isolated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.provider.codec.AnswerDecoder;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.Codec;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.Prompt;
import pmm.provider.codec.Prompt.Speaker;
import pmm.provider.codec.Prompt.Turn;
import pmm.provider.codec.ResponseHead;
import pmm.provider.model.Api;
import pmm.rpc.ConfigurationException;
import pmm.rpc.SocketChannel;
import pmm.rpc.SocketServer;

/** Our own codecs mean the same wherever they run. */
class IsolatedCodecTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "openai, 200, openai-answer.sse",
    "openai, 200, openai-tools.sse",
    "openai, 200, openai-error-midway.sse",
    "openai, 200, openai-error-on-200.json",
    "openai, 200, openai-document.json",
    "openai, 429, openai-error-on-200.json",
    "openai, 302, openai-document.json",
    "anthropic, 200, anthropic-answer.sse",
    "anthropic, 200, anthropic-error-on-200.sse",
    "anthropic, 529, anthropic-error-on-200.sse",
    "ollama, 200, ollama-answer.ndjson",
    "ollama, 200, ollama-error-midway.ndjson",
    "ollama, 404, ollama-error-midway.ndjson"
  })
  void readsEachRecordingAsInThisProcess(String format, int status, String recording) {
    byte[] body = recorded(recording);
    ResponseHead head =
        new ResponseHead(status, Map.of("retry-after", "3", "set-cookie", "never=passed-on"));
    Api api = Api.valueOf(format.toUpperCase(java.util.Locale.ROOT));
    try (SocketServer _ = serve(format);
        SocketChannel channel = channel()) {
      Codec isolated = new IsolatedCodec("own", api, false, channel, PATIENCE);
      Codec own = OwnCodecs.of(api, false);
      for (int size : new int[] {1, 2, 5, 64, body.length}) {
        assertEquals(read(own, head, body, size), read(isolated, head, body, size));
      }
      byte[] half = Arrays.copyOf(body, body.length / 2);
      assertEquals(read(own, head, half, 9), read(isolated, head, half, 9));
    }
  }

  @Test
  void readsEachWireFactAsInThisProcess() throws Exception {
    for (Api api : Api.values()) {
      try (SocketServer _ = serve(api.id());
          SocketChannel channel = channel()) {
        Codec isolated = new IsolatedCodec("own", api, false, channel, PATIENCE);
        for (Path fact : wireFacts(api)) {
          String[] name = fact.getFileName().toString().split("@");
          int status = name.length == 1 ? 200 : Integer.parseInt(name[1].substring(0, 3));
          ResponseHead head = new ResponseHead(status, Map.of());
          byte[] body = Files.readAllBytes(fact);
          for (int size : new int[] {3, body.length}) {
            assertEquals(
                read(OwnCodecs.of(api, false), head, body, size),
                read(isolated, head, body, size),
                fact::toString);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void asksEachPromptAsInThisProcess(Api api) {
    try (SocketServer _ = serve(api.id());
        SocketChannel channel = channel()) {
      for (boolean official : new boolean[] {true, false}) {
        Codec isolated = new IsolatedCodec("own", api, official, channel, PATIENCE);
        for (Prompt prompt : prompts()) {
          HttpCall expected = OwnCodecs.of(api, official).encode(prompt);
          HttpCall seen = isolated.encode(prompt);
          assertEquals(new String(expected.body(), UTF_8), new String(seen.body(), UTF_8));
          assertEquals(expected.path(), seen.path());
          assertEquals(expected.headers(), seen.headers());
          assertEquals(expected.keyHeader(), seen.keyHeader());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void ownCodecsPassTheProbe(Api api) throws CodecBreach {
    try (SocketServer _ = serve(api.id());
        SocketChannel channel = channel()) {
      assertEquals(api, new Probe("own", "own.sock", channel, PATIENCE, PATIENCE).run().api());
    }
  }

  @Test
  void theProbeHasAnEnd() {
    try (SocketServer _ = serve("openai");
        SocketChannel channel = channel()) {
      Probe probe = new Probe("own", "own.sock", channel, PATIENCE, Duration.ofNanos(1));
      CodecBreach breach = assertThrows(CodecBreach.class, probe::run);
      String said = breach.by("own").message();
      assertTrue(said.contains("did not get through the recorded exchange"), said);
    }
  }

  @Test
  void saysWhatItsArgumentsMustBe() {
    ConfigurationException e =
        assertThrows(ConfigurationException.class, () -> CodecMain.serve("gopher", "x.sock"));
    assertEquals("format: gopher (expected: openai, anthropic or ollama)", e.getMessage());
    assertThrows(ConfigurationException.class, () -> CodecMain.serve("openai"));
  }

  @Test
  void opensNothingButASocketOfItsFolder() throws Exception {
    SocketFolder sockets = new SocketFolder(folder);
    assertThrows(CodecBreach.class, () -> sockets.find("own.sock"));
    try (SocketServer _ = serve("openai")) {
      assertEquals(folder.toRealPath().resolve("own.sock"), sockets.find("own.sock"));
      Files.createSymbolicLink(folder.resolve("link.sock"), folder.resolve("own.sock"));
      Files.createSymbolicLink(
          folder.resolve("elsewhere"), Files.createDirectory(folder.resolve("d")));
      Files.createFile(folder.resolve("file.sock"));
      for (String name :
          List.of("link.sock", "file.sock", "../own.sock", "/own.sock", "d/../own.sock", "", "d")) {
        assertThrows(CodecBreach.class, () -> sockets.find(name), name);
      }
    }
  }

  private static List<Path> wireFacts(Api api) throws Exception {
    Path folder =
        Path.of(Objects.requireNonNull(IsolatedCodecTest.class.getResource("/wire")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> facts =
          files
              .filter(file -> file.getFileName().toString().startsWith(api.id()))
              .filter(file -> !file.toString().endsWith(".events"))
              .toList();
      assertFalse(facts.isEmpty());
      return facts;
    }
  }

  private SocketServer serve(String format) {
    return CodecMain.serve(format, folder.resolve("own.sock").toString());
  }

  private SocketChannel channel() {
    return new SocketChannel(folder.resolve("own.sock"), IsolatedCodec.MAX_MESSAGE_BYTES);
  }

  private static List<Prompt> prompts() {
    List<Turn> turns =
        List.of(
            new Turn(Speaker.SYSTEM, "My sister Aña lives in Porto."),
            new Turn(Speaker.USER, "Hi 🙂"),
            new Turn(Speaker.ASSISTANT, "Hi. "),
            new Turn(Speaker.USER, "Where?"));
    List<Turn> all = new ArrayList<>(turns);
    all.add(
        new Turn(
            Speaker.USER,
            "This",
            List.of(new Prompt.Image(new byte[] {1, -1, 0}, "image/png")),
            List.of(),
            ""));
    all.add(
        new Turn(
            Speaker.ASSISTANT,
            "",
            List.of(),
            List.of(new Prompt.Call("c1", "look", "{\"at\":1}")),
            ""));
    all.add(new Turn(Speaker.TOOL, "Porto", List.of(), List.of(), "c1"));
    Prompt.Tool tool = new Prompt.Tool("look", "Looks.", "{\"type\":\"object\"}");
    return List.of(
        new Prompt("m", turns, 0, null, 8192),
        new Prompt("m:1b", all, List.of(tool), 77, 0.0, 42L, 100));
  }

  private static List<AnswerEvent> read(Codec codec, ResponseHead head, byte[] body, int size) {
    try (AnswerDecoder reader = codec.reader()) {
      List<AnswerEvent> events = new ArrayList<>(reader.head(head));
      for (int from = 0; from < body.length; from += size) {
        events.addAll(
            reader.bytes(Arrays.copyOfRange(body, from, Math.min(body.length, from + size))));
      }
      events.addAll(reader.end());
      return events;
    }
  }

  private static byte[] recorded(String name) {
    try (InputStream in = IsolatedCodecTest.class.getResourceAsStream("/recorded/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
