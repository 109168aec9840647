package pmm.provider.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is known of each format on the wire: one recording for one fact, in its file's name, and
 * beside it what it means.
 */
class WireFactsTest {

  private static final Pattern NAME = Pattern.compile("([a-z]+)(?:@(\\d{3}))?-.*");
  private static final Map<String, Codec> CODECS =
      Map.of(
          "openai",
          new OpenAiCodec(false),
          "anthropic",
          new AnthropicCodec(),
          "ollama",
          new OllamaCodec());

  static List<String> facts() throws IOException, URISyntaxException {
    Path folder = Path.of(Objects.requireNonNull(WireFactsTest.class.getResource("/wire")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".events"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("facts")
  void meansWhatStandsBesideItWhereverTheNetworkCutsIt(String fact) {
    Matcher name = NAME.matcher(fact);
    assertTrue(name.matches(), fact);
    Codec codec = Objects.requireNonNull(CODECS.get(name.group(1)), fact);
    int status = name.group(2) == null ? 200 : Integer.parseInt(name.group(2));
    byte[] body = Recorded.resource("/wire/" + fact);
    List<AnswerEvent> whole = Recorded.read(codec, status, List.of(body));
    assertEquals(
        new String(Recorded.resource("/wire/" + fact + ".events"), StandardCharsets.UTF_8),
        whole.stream().map(event -> event + "\n").collect(Collectors.joining()));
    for (int position = 0; position <= body.length; position++) {
      assertEquals(whole, Recorded.read(codec, status, Recorded.cutAt(body, position)), fact);
    }
    assertEquals(whole, Recorded.read(codec, status, Recorded.cut(body, 1)), fact);
  }

  @Test
  void neverHandsAThinkingSignatureOn() {
    String events =
        Recorded.read(
                new AnthropicCodec(),
                200,
                List.of(Recorded.resource("/wire/anthropic-thinking-and-its-signature.sse")))
            .toString();
    assertFalse(events.contains("EqQB") || events.contains("EmwK"), events);
  }
}
