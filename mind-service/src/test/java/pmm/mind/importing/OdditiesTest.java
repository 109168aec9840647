package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Place;
import pmm.mind.v1.ImportRemark;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.StateEvent;

/** What is odd is told with its place, kept in the report, and said by the events it is about. */
@Timeout(120)
class OdditiesTest {
  @TempDir Path folder;

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("export.json"), json.replace('\'', '"'));
  }

  private static String row(int id, String kind, String words, String before, String hash) {
    return "{'id':%d,'ts':'2025-10-23T12:00:%02d.000000+00:00','kind':'%s','content':'%s','meta':{},'prev_hash':%s,'hash':'%s'}"
        .formatted(id, id, kind, words, before.isEmpty() ? "null" : "'" + before + "'", hash);
  }

  private static String node(String id, String parent, String time, String words) {
    return "'%s':{'id':'%s','parent':%s,'message':{'id':'%s','author':{'role':'user'},'create_time':%s,'content':{'content_type':'text','parts':['%s']}}}"
        .formatted(id, id, parent.isEmpty() ? "null" : "'" + parent + "'", id, time, words);
  }

  private static List<String> told(ImportReport report) {
    return report.getRemarksList().stream()
        .map(remark -> remark.getKind() + " | " + remark.getPlace() + " | " + remark.getDetail())
        .toList();
  }

  private static JsonNode source(ImportFixture mind, String words) {
    StateEvent event =
        mind.events().stream()
            .filter(each -> each.words().orElse("").equals(words))
            .findFirst()
            .orElseThrow();
    return event.meta().path("source");
  }

  @Test
  void faultsOfALedgerAreToldByRow() throws IOException {
    Path archive =
        file(
            "["
                + String.join(
                    ",",
                    row(1, "user", "Hi", "", "h1"),
                    row(2, "response", "Hello", "h1", "h2"),
                    row(4, "user", "Still there", "h3", "h4"),
                    row(5, "note", "Another hand", "h2", "h5"))
                + "]");
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(archive);

      assertEquals(Map.of("hash_wrong", 4L, "row_missing", 1L), report.getOdditiesMap());
      List<String> told = told(report);
      assertTrue(
          told.contains("hash_wrong | export.json | row 1: its hash does not fit its words"),
          told.toString());
      assertTrue(told.contains("row_missing | export.json | row 3 is missing"), told.toString());
      assertTrue(
          told.getLast()
              .contains("4 rows in a chain that is not whole, by no digest rule that fits"),
          told.toString());
      assertTrue(source(mind, "Hello").path("hash_wrong").asBoolean());
      assertTrue(source(mind, "Still there").path("row_missing").asBoolean());

      Imports imports = new Imports(mind.ledger, mind.history);
      assertEquals(told, told(imports.get(report.getImportId())));
      StateEvent stored = mind.events("imported").getFirst();
      assertFalse(stored.meta().toString().contains("row 3"), stored.meta().toString());
    }
  }

  @Test
  void brokenTreesAndGuessedTimesAreToldWithTheirConversation() throws IOException {
    Path archive =
        file(
            "[{'id':'c','title':'Broken','create_time':1700000000,'mapping':{"
                + String.join(
                    ",",
                    node("a", "b", "1700000001", "One"),
                    node("b", "a", "1700000002", "Two"),
                    node("d", "gone", "253402300799", "Three"))
                + "}}]");
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(archive);

      assertEquals(
          List.of(
              "cycle | Broken | message a: its parent b is one of its own descendants",
              "parent_missing | Broken | message d: its parent gone is not in the archive",
              "time_guessed | Broken | message d: time 253402300799 was read as"
                  + " 1978-01-11T21:31:40.799Z"),
          told(report));
      assertEquals(
          Map.of("cycle", 1L, "parent_missing", 1L, "time_guessed", 1L), report.getOdditiesMap());
      assertTrue(source(mind, "One").path("cycle").asBoolean());
      assertTrue(source(mind, "Three").path("parent_missing").asBoolean());
      assertTrue(source(mind, "Three").path("time_guessed").asBoolean());
      assertEquals("253402300799", source(mind, "Three").path("original_time").asText());
      assertFalse(source(mind, "Two").has("time_guessed"));
      assertEquals(0, mind.run(archive).getAddedEventCount());
    }
  }

  @Test
  void whatNoEventCanHoldIsCountedAndCanBeHadBack() throws IOException {
    Path archive =
        file(
            "[{'id':'c','title':'Half\\u0000','create_time':1700000000,'mapping':{"
                + node("a", "", "1700000001", "cut \\ud83d here\\u0000, whole \\ud83e\\udde0")
                + "}}]");
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(archive);

      assertEquals(Map.of("character_mended", 3L), report.getOdditiesMap());
      assertTrue(
          told(report).getLast().contains("message a: its words could not be stored as written: 2"),
          told(report).toString());
      assertEquals(
          "cut \uFFFD here\uFFFD, whole \uD83E\uDDE0",
          mind.events("user_message").getFirst().words().orElse(""));
      String details =
          mind.events("imported_record").stream()
              .map(event -> event.words().orElse(""))
              .filter(words -> words.contains("mended"))
              .reduce("", String::concat);
      assertTrue(
          details.contains("[{\"at\":4,\"was\":\"d83d\"},{\"at\":10,\"was\":\"0000\"}]"), details);
      assertTrue(details.contains("\"title_mended\":[{\"at\":4,\"was\":\"0000\"}]"), details);
      assertEquals(0, mind.run(archive).getAddedEventCount());
    }
  }

  private static ArchivedConversation talk(String time, List<Oddity> oddities) {
    return new ArchivedConversation(
        Place.of("export.json"),
        "c",
        "A talk",
        ArchivedTime.unreadable(time),
        ArchivedTime.UNKNOWN,
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        oddities,
        "{}");
  }

  @Test
  void ofManyOdditiesTheFirstAreToldAndSomeOfEachKind() {
    Oddities odd = new Oddities();
    assertEquals(List.of(), odd.remarks());
    for (int i = 0; i < 150; i++) {
      odd.take(talk("", List.of(new Oddity(Oddity.Kind.CURRENT_MISSING, "", "lost " + i))));
    }
    for (int i = 0; i < 15; i++) {
      odd.take(talk("soon", List.of()));
    }
    assertEquals(Map.of("current_missing", 150L, "time_unreadable", 15L), odd.counts());
    Map<String, Long> kinds =
        odd.remarks().stream()
            .collect(Collectors.groupingBy(ImportRemark::getKind, Collectors.counting()));
    assertEquals(Map.of("current_missing", 100L, "time_unreadable", 10L), kinds);
  }
}
