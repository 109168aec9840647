package pmm.mind.archive.chatgpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.Part;

/** The sources of an answer, also of one that was made to harm. */
@Timeout(60)
class CitationsTest {

  private static Fields metadata(String json) throws JsonProcessingException {
    return new Fields(Json.read(json.replace('\'', '"')));
  }

  /** The parts of a message that consists of these texts. */
  private static List<Part> parts(Fields metadata, String... texts) {
    Citations citations = Citations.take(metadata, new Citations.Effort());
    List<Part> parts = new ArrayList<>();
    for (String text : texts) {
      parts.add(citations.apply(text));
    }
    citations.settle(parts, metadata);
    return parts;
  }

  private static List<Part.Citation> citations(Part part) {
    return ((Part.Text) part).citations();
  }

  private static int bytesOfRaw(List<Part> parts) {
    return parts.stream()
        .flatMap(part -> citations(part).stream())
        .mapToInt(citation -> citation.raw().length())
        .sum();
  }

  @Test
  void aGroupOfManyPagesIsKeptOnce() throws JsonProcessingException {
    String group =
        "{'items':[" + "{'url':'https://a.example'},".repeat(50_000) + "{}],'type':'grouped'}";
    List<Part> parts = parts(metadata("{'content_references':[" + group + "]}"), "words");
    assertEquals(group.length(), bytesOfRaw(parts));
    assertTrue(citations(parts.getFirst()).size() >= 1000);
    assertTrue(citations(parts.getFirst()).size() <= 10_000, "the rest is in the group's raw");
  }

  @Test
  void sourcesWithoutAPlaceAreNotRepeatedInEveryText() throws JsonProcessingException {
    String reference = "{'url':'https://a.example'}";
    List<Part> parts = parts(metadata("{'citations':[" + reference + "]}"), "a", "b", "c");
    assertEquals(reference.length(), bytesOfRaw(parts));
    assertEquals("https://a.example", citations(parts.getLast()).getFirst().url());
  }

  @Test
  void sourcesOfWhatIsNoTextStay() throws JsonProcessingException {
    Fields metadata = metadata("{'citations':[{'url':'https://a.example'}]}");
    assertEquals(List.of(), parts(metadata));
    assertEquals("{\"citations\":[{\"url\":\"https://a.example\"}]}", metadata.rest());
  }

  @Test
  void sourcesOfTheSamePlaceAreAllCited() throws JsonProcessingException {
    Fields metadata =
        metadata(
            "{'citations':[{'start_ix':0,'end_ix':5,'url':'https://a.example'},{'start_ix':2,'end_ix':5,'url':'https://b.example'}]}");
    assertEquals(
        List.of("https://a.example", "https://b.example"),
        citations(parts(metadata, "words and more").getFirst()).stream()
            .map(Part.Citation::url)
            .toList());
  }

  @Test
  void aTextOfMarksIsLeftAsItIs() throws JsonProcessingException {
    String marks = "\uE202".repeat(8 << 20);
    assertEquals(List.of(Part.Text.of(marks)), parts(metadata("{}"), marks));
  }

  @Test
  void manySourcesOfALongTextAreNotLookedForWithoutEnd() throws JsonProcessingException {
    String reference = "{'matched_text':'" + "a".repeat(50) + "b','start_idx':7,'end_idx':58},";
    Fields metadata = metadata("{'content_references':[" + reference.repeat(50_000) + "{}]}");
    List<Part> parts = parts(metadata, "a".repeat(1 << 20));
    assertEquals(10_000, citations(parts.getFirst()).size());
    assertTrue(metadata.rest().contains("matched_text"), "the others stay");
  }

  @Test
  void aFootnoteIsAtNoBlankAndNamesItsSources() throws JsonProcessingException {
    Fields metadata =
        metadata(
            "{'content_references':[{'type':'sources_footnote','matched_text':' ','start_idx':14,'end_idx':14,'sources':[{'title':'A','url':'https://a.example'},{'title':'B','url':'https://b.example'}]}]}");
    assertEquals(
        List.of("-1 A https://a.example", "-1 B https://b.example"),
        citations(parts(metadata, "words and more").getFirst()).stream()
            .map(cited -> cited.start() + " " + cited.title() + " " + cited.url())
            .toList());
  }
}
