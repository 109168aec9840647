package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromiseGrammarTest {
  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

  /** One answer of the labelled set. */
  private record Row(String id, String lang, String category, String text, List<String> promises) {
    static Row of(String line) {
      String[] columns = line.split("\t", -1);
      String text = columns[3].replace("\\n", "\n").replace("\\t", "\t");
      List<String> promises =
          Arrays.stream(columns[4].split(Pattern.quote(" || ")))
              .map(PromiseGrammarTest::trimmed)
              .filter(each -> !each.isEmpty())
              .toList();
      return new Row(columns[0], columns[1], columns[2], text, promises);
    }

    boolean isHeldOut() {
      try {
        byte[] name = ("pmm-promises/1:" + id).getBytes(StandardCharsets.UTF_8);
        return (MessageDigest.getInstance("SHA-256").digest(name)[0] & 1) == 1;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What the grammar made of some rows. */
  private static final class Confusion {
    int hits;
    int falseAlarms;
    int misses;
    int silences;

    Confusion take(Row row) {
      List<String> open = new ArrayList<>(row.promises());
      List<String> proposed = PromiseGrammar.proposed(row.text());
      for (String sentence : proposed) {
        String words = trimmed(sentence);
        boolean hit =
            open.stream()
                .filter(each -> each.contains(words))
                .findFirst()
                .map(open::remove)
                .orElse(false);
        hits += hit ? 1 : 0;
        falseAlarms += hit ? 0 : 1;
      }
      misses += open.size();
      silences += row.promises().isEmpty() && proposed.isEmpty() ? 1 : 0;
      return this;
    }

    double precision() {
      return (double) hits / (hits + falseAlarms);
    }

    double recall() {
      return (double) hits / (hits + misses);
    }

    String table(String half) {
      return """
      Proposals of promises, %s half:
                     promise  none
      proposed       %7d %5d
      not proposed   %7d %5d
      precision %.3f, recall %.3f
      """
          .formatted(half, hits, falseAlarms, misses, silences, precision(), recall());
    }
  }

  @Test
  void proposesWhatIsPromisedAndLittleElse() {
    Confusion tuning = new Confusion();
    Confusion heldOut = new Confusion();
    rows().forEach(row -> (row.isHeldOut() ? heldOut : tuning).take(row));
    System.out.println(tuning.table("tuning"));
    System.out.println(heldOut.table("held-out"));
    assertTrue(heldOut.precision() >= 0.95, "precision of the held-out half");
    assertTrue(heldOut.recall() >= 0.70, "recall of the held-out half");
  }

  @Test
  void takesNoWordsThatAreNotItsOwn() {
    assertEquals(
        List.of("I'll ask on Friday."),
        PromiseGrammar.proposed(
            """
            > I'll call on Monday.

            ```
            I'll fix this tomorrow.
            ```

            Dear Ms Lee,

            I will send it tomorrow.

            Kind regards,

            She said "I'll write tomorrow". I'll ask on Friday. I won't ask on Monday.
            """));
    assertEquals(List.of(), PromiseGrammar.proposed("If you like, I'll ask on Friday."));
    assertEquals(List.of(), PromiseGrammar.proposed("I'll ask on Friday, okay?"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I promise to call Ana on Monday at 10.",
        "I promise to call Ana.",
        "I promise that I will call Ana on Monday at 10.",
        "I promise you that I'll ring Ana tomorrow.",
        "I promise I'll visit her on Friday.",
        "I promise to visit Ana on Sunday, rain or shine."
      })
  void believesTheWordPromise(String promise) {
    assertEquals(List.of(promise), PromiseGrammar.proposed(promise));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I can't promise to call Ana on Monday.",
        "I don't promise to call Ana on Monday.",
        "If you like, I promise to call Ana on Monday.",
        "Shall I promise to call Ana on Monday?",
        "You said: I promise to call Ana on Monday.",
        "I promise not to call Ana on Monday.",
        "I promise to never call Ana again.",
        "I promise to try to call Ana on Monday.",
        "I promise to always be there for you.",
        "I promise to love you.",
        "Ana promised to call on Monday.",
        "I promised to call Ana on Monday.",
        "I will call Ana on Monday."
      })
  void doesNotTakeEveryPromiseForOne(String sentence) {
    assertEquals(List.of(), PromiseGrammar.proposed(sentence));
  }

  private static List<Row> rows() {
    try (var in = PromiseGrammarTest.class.getResourceAsStream("/promises/sentences.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(Row::of).filter(row -> row.lang().equals("en")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String trimmed(String sentence) {
    return EDGES.matcher(sentence).replaceAll("");
  }
}
