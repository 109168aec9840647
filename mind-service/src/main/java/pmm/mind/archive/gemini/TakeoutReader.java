package pmm.mind.archive.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads My Activity of Gemini Apps, as JSON or as the page that is Google's default. */
public final class TakeoutReader implements FormatReader {
  @Override
  public Format format() {
    return Format.GEMINI;
  }

  @Override
  public boolean knows(Clue clue) {
    boolean page =
        clue.head().contains("outer-cell")
            && (clue.head().contains("Gemini") || clue.head().contains("Bard"));
    return page || clue.has("header", "title", "time");
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      if (file.baseName().endsWith(".html") || file.baseName().endsWith(".htm")) {
        ActivityPage page = new ActivityPage(file, reading);
        reading.json().readBytes(file, in -> page.read(in, sink), sink);
      } else {
        reading
            .json()
            .read(file, (parser, place) -> List.of(item(parser.readValueAsTree(), place)), sink);
      }
    }
  }

  /**
   * What is no question (a setting was changed, a feature used) or of another product is kept as it
   * is.
   */
  private static ArchivedItem item(JsonNode entry, Place place) {
    boolean gemini =
        (entry.path("header").asText() + Json.raw(entry.path("products")))
            .matches("(?s).*(Gemini|Bard).*");
    String title = Json.whole(entry.path("title").asText(""));
    if (!gemini || title.isEmpty() || entry.path("safeHtmlItem").isEmpty()) {
      String raw = Json.raw(entry);
      return new ArchivedRecord(
          place, "google.activity", "", new Fields(entry).time("time"), title, raw);
    }
    Fields fields = new Fields(entry);
    List<String> answers = new ArrayList<>();
    for (JsonNode answer : fields.array("safeHtmlItem")) {
      answers.add(Json.whole(answer.path("html").asText("")));
    }
    ArchivedTime time = fields.time("time");
    fields.take("title");
    return Activity.turn(place, title, time, answers, fields.rest());
  }
}
