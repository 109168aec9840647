package pmm.mindfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JcsMetaTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ }|{}",
        "{\"b\":1,\"a\":[ 1.10, true ,null]}|{\"a\":[1.1,true,null],\"b\":1}",
        "{\"a\":9007199254740991}|{\"a\":9007199254740991}",
        "{\"a\":-9007199254740991}|{\"a\":-9007199254740991}",
        "{\"a\":1e21}|{\"a\":1e+21}",
        "{\"a\":-0}|{\"a\":0}",
        "{\"a\":\"\\u00e9\\/\\u000a\"}|{\"a\":\"é/\\n\"}",
        "{\"\\ud83e\\udde0\":1,\"\\ufb01\":2}|{\"🧠\":1,\"ﬁ\":2}",
      })
  void writesTheOneForm(String json, String canonical) {
    assertEquals(canonical, JcsMeta.canonical(json));
    assertEquals(canonical, JcsMeta.canonical(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"text\"",
        "{\"a\":1} {}",
        "{\"a\":1",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"\\u0062\":2}}",
        "{\"a\":9007199254740992}",
        "{\"a\":-9007199254740992}",
        "{\"a\":9007199254740993.0}",
        "{\"a\":1e20}",
        "{\"a\":1e400}",
        "{\"a\":123456789012345678901234567890}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\udc00\":1}",
        "{\"a\":\"\uD800\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"\\u0000\":1}",
        "{\"a\":\"raw \n line\"}",
      })
  void refusesWhatHasNoOneForm(String json) {
    assertThrows(MindFileException.class, () -> JcsMeta.canonical(json));
  }

  @Test
  void refusesDepthBeyond32() {
    assertEquals(nested(32), JcsMeta.canonical(nested(32)));
    assertThrows(MindFileException.class, () -> JcsMeta.canonical(nested(33)));
    assertThrows(MindFileException.class, () -> JcsMeta.canonical(nested(100_000)));
  }

  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
  }

  @Property(tries = 300)
  void isItsOwnCanonicalForm(
      @ForAll @Size(max = 6) Map<String, String> texts, @ForAll List<Integer> numbers)
      throws IOException {
    Map<String, Object> object = new TreeMap<>();
    texts.forEach((key, value) -> {
      if (isWellFormed(key) && isWellFormed(value)) {
        object.put(key, value);
      }
    });
    object.put("numbers", numbers);
    object.put("within", new TreeMap<>(object));
    String canonical = JcsMeta.of(object);
    assertEquals(new JsonCanonicalizer(Json.write(object)).getEncodedString(), canonical);
    assertEquals(canonical, JcsMeta.canonical(canonical));
    for (Map.Entry<String, Object> entry : object.entrySet()) {
      if (entry.getValue() instanceof String text) {
        assertEquals(text, Json.object(canonical).get(entry.getKey()));
      }
    }
  }

  @Property(tries = 300)
  void quotesTextAsTheCanonicaliserDoes(@ForAll String text) throws IOException {
    if (isWellFormed(text)) {
      String json = "{\"a\":" + JcsText.quote(text) + "}";
      assertEquals(new JsonCanonicalizer(json).getEncodedString(), json);
      assertEquals(json, JcsMeta.canonical(json));
    }
  }

  private static boolean isWellFormed(String text) {
    try {
      Texts.check("text", text);
      return true;
    } catch (MindFileException e) {
      return false;
    }
  }
}
