package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentQuestionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "api.example.com | https://api.example.com:443/v1 | api.example.com",
        "api.example.com | https://api.example.com:8443   | api.example.com, port 8443",
        "fd00::2 | http://[fd00::2]:18800/v1 | fd00::2, port 18800, in the clear: whoever is on the way can read it",
        "box | http://box | box, in the clear: whoever is on the way can read it",
        "ollama.com | http://127.0.0.1:11434 | ollama.com",
      })
  void saysOverWhichWayWordsWouldGo(String host, URI address, String words) {
    assertEquals(words, ConsentQuestion.where(host, address));
  }
}
