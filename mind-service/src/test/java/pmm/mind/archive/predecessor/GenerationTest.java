package pmm.mind.archive.predecessor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pmm.mind.archive.json.Json;

class GenerationTest {
  private static final String ROW =
      "{\"id\": 1, \"ts\": \"2025-10-23T12:00:00.000000+00:00\", \"kind\": \"user\", \"content\": \"Gr\u00fc\u00dfe \ud83e\udde0\","
          + " \"meta\": {\"b\":\"\u00fc\",\"a\":1e-05,\"n\":[1,2.0,null,true]}, \"prev_hash\": null}";

  @ParameterizedTest
  @CsvSource({
    "A, 44166c3b617fdbc31144d999e0c4e2ebd6c7c2593d63bf57151cdb7d2de9e82e",
    "B, c554bca8c7d24a7d00d8ca026bee28c89a90b61b4de806142eeaa91ffb102cb0",
    "C, 9b79a3e06062161b45ae4630b310ebe7f73689e1eba01fbe5f9a1ac708f8a219"
  })
  void theDigestsOfTheirTime(Generation generation, String digest) throws IOException {
    JsonNode row = Json.read(ROW);
    assertEquals(digest, generation.digest(row, row.path("meta")));
  }

  @ParameterizedTest
  @CsvSource({
    "1e-05, 1e-05",
    "0.0001, 0.0001",
    "1e16, 1e+16",
    "1e15, 1000000000000000.0",
    "9007199254740993.5, 9007199254740994.0",
    "2, 2.0",
    "-0.0, -0.0",
    "0.1, 0.1",
    "1.5e300, 1.5e+300",
    "5e-324, 5e-324",
    "123456.789, 123456.789",
    "NaN, NaN",
    "-Infinity, -Infinity"
  })
  void numbersAsPythonPrintsThem(double value, String printed) {
    assertEquals(printed, PythonJson.number(value));
  }

  @Test
  void keysByCodePointAndEscapesInLowerCase() throws IOException {
    assertEquals(
        "{\"\\uff5e\":\"\\u007f\\n\",\"\\ud83e\\udde0\":[]}",
        PythonJson.of(Json.read("{\"\ud83e\udde0\": [], \"\uff5e\": \"\u007f\\n\"}")));
  }
}
