package pmm.mind.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The labelled set in the resources; its README says how it was made. */
record RecallSet(List<Message> talk, List<Question> questions) {
  private static final JsonMapper JSON = new JsonMapper();

  record Message(String id, String conversation, String ts, boolean fromPerson, String text) {
    boolean isBefore(Question question) {
      return Instant.parse(ts).toEpochMilli() < question.millis();
    }
  }

  record Question(
      String id,
      String category,
      String language,
      long millis,
      String text,
      List<String> evidence) {
    /** The other half is for tuning. */
    boolean isReported() {
      String half = Prompt.sha256("pmm-recall/1:" + id);
      return HexFormat.fromHexDigits(half, 0, 2) % 2 == 1;
    }
  }

  /** Both in the order of time. */
  static RecallSet load() throws IOException {
    List<Message> talk = new ArrayList<>();
    for (String line : lines("talk.jsonl")) {
      JsonNode row = JSON.readTree(line);
      talk.add(
          new Message(
              row.path("id").asText(),
              row.path("conversation").asText(),
              row.path("ts").asText(),
              row.path("who").asText().equals("person"),
              row.path("text").asText()));
    }
    List<Question> questions =
        lines("questions.tsv").stream()
            .skip(1)
            .map(line -> line.split("\t", -1))
            .map(cells ->
                new Question(
                    cells[0],
                    cells[1],
                    cells[2],
                    Instant.parse(cells[3]).toEpochMilli(),
                    cells[4],
                    List.of(cells[5].split(" "))))
            .sorted(Comparator.comparingLong(Question::millis))
            .toList();
    return new RecallSet(talk, questions);
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(RecallSet.class.getResourceAsStream("/recall/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
