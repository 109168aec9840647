package pmm.mind.archive.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads My Activity of Gemini Apps, as JSON or as the page that is Google's default. */
public final class TakeoutReader implements FormatReader {
  private static final List<String> FILES = List.of("imageFile", "attachedFiles", "audioFiles");

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

  /** Told by its bytes: the person may call the file what they like. */
  private static boolean isPage(Member file) throws IOException {
    try (InputStream in = file.open()) {
      String head = new String(in.readNBytes(64), StandardCharsets.UTF_8);
      return head.replace("\uFEFF", "").stripLeading().startsWith("<");
    }
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    Map<String, Member> beside = new HashMap<>();
    reading.files().forEach(file -> beside.put(file.member(), file));
    for (Member file : files) {
      if (isPage(file)) {
        ActivityPage page = new ActivityPage(file, reading);
        reading.json().readBytes(file, in -> page.read(in, sink));
      } else {
        reading
            .json()
            .read(
                file,
                (parser, place) -> List.of(item(parser.readValueAsTree(), place, beside)),
                sink);
      }
    }
  }

  /**
   * What is no question (a setting was changed, a feature used) or of another product is kept as it
   * is.
   */
  private static ArchivedItem item(JsonNode entry, Place place, Map<String, Member> beside) {
    boolean gemini =
        (entry.path("header").asText() + Json.raw(entry.path("products")))
            .matches("(?s).*(Gemini|Bard).*");
    String title = Json.whole(entry.path("title").asText(""));
    boolean said = !entry.path("safeHtmlItem").isEmpty() || Activity.isPrompt(title);
    if (!gemini || title.isEmpty() || !said) {
      String raw = Json.raw(entry);
      return new ArchivedRecord(
          place, "google.activity", "", new Fields(entry).time("time"), title, raw);
    }
    Fields fields = new Fields(entry);
    List<String> answers = new ArrayList<>();
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode answer : fields.array("safeHtmlItem")) {
      Fields item = new Fields(answer);
      answers.add(item.text("html"));
      if (!answer.isEmpty() || answer.isValueNode()) {
        rest.add(answer);
      }
    }
    if (!rest.isEmpty()) {
      fields.keep("safeHtmlItem", rest);
    }
    ArchivedTime time = fields.time("time");
    fields.take("title");
    List<Part.Attachment> files = new ArrayList<>();
    FILES.forEach(name -> files(fields.peek(name), place, beside, files));
    return Activity.turn(place, title, time, files, answers, fields.rest());
  }

  /** Files lie beside the list that names them. */
  private static void files(
      JsonNode names, Place place, Map<String, Member> beside, List<Part.Attachment> files) {
    if (names.isTextual() && !names.textValue().isEmpty()) {
      String name = Json.whole(names.textValue());
      String member = place.member().substring(0, place.member().lastIndexOf('/') + 1) + name;
      Optional<Content> content = Optional.ofNullable(beside.get(member));
      files.add(
          new Part.Attachment(
              name,
              name,
              "",
              content.map(Content::size).orElse(-1L),
              Optional.empty(),
              Optional.empty(),
              content));
    }
    names.forEach(name -> files(name, place, beside, files));
  }
}
