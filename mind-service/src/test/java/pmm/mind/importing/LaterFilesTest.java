package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.StateEvent;

/** Files that an archive names, and that come with a later one. */
@Timeout(120)
class LaterFilesTest {
  private static final String TALK =
      """
      [{"id": "c", "title": "Pictures", "current_node": "a", "mapping": {
        "q": {"id": "q", "message": {"id": "q", "author": {"role": "user"}, "create_time": 1700000000,
          "content": {"content_type": "multimodal_text", "parts": [
            {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_0000abcd"},
            "What is this?"]}}},
        "a": {"id": "a", "parent": "q", "message": {"id": "a", "author": {"role": "assistant"},
          "create_time": 1700000001, "content": {"content_type": "text", "parts": ["A dot."]}}}}}]
      """;

  @TempDir Path folder;

  @Test
  void comeOnceAndAreToldAndLeaveWithTheirMessage() throws IOException {
    Path names = Files.writeString(folder.resolve("conversations.json"), TALK);
    Path whole = zip(Map.of("conversations.json", TALK, "file_0000abcd-dot.png", "twelve bytes"));
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport first = mind.run(names);
      assertEquals(1, first.getFound().getMissingAttachments());
      List<Importer.FoundTalk> found = new ArrayList<>();
      ImportReport dry = mind.dryRun(whole, found);
      ImportReport second = mind.run(whole);

      assertEquals(dry.getAdded(), second.getAdded());
      assertEquals(1, second.getAdded().getAttachments());
      assertEquals(12, second.getAdded().getAttachmentBytes());
      assertEquals(0, second.getAdded().getMessages());
      assertEquals(2, second.getAddedEventCount());
      JsonNode picture = Exports.talks(mind.events()).getFirst().at("/nodes/0/parts/0");
      assertEquals("sediment://file_0000abcd", picture.path("reference").asText());
      String chunk = picture.at("/chunks/0").asText();
      assertEquals(Sha256.of("twelve bytes".getBytes(StandardCharsets.UTF_8)), chunk);
      assertEquals(0, mind.run(whole).getAddedEventCount(), "a third time brings nothing");

      Imports imports = new Imports(mind.ledger, mind.history);
      List<Long> gone = imports.events(first.getImportId(), 0, 1000).events();
      StateEvent files =
          mind.events().stream()
              .filter(event -> event.text("record").equals("files"))
              .findFirst()
              .orElseThrow();
      assertTrue(gone.containsAll(List.of(files.id(), files.id() + 1)), gone.toString());
      assertEquals(
          List.of(files.id(), files.id() + 1),
          imports.events(second.getImportId(), 0, 1000).events());
      mind.undo(second.getImportId());
      assertTrue(mind.ledger.blob(chunk).isEmpty(), "the bytes are gone");
      assertEquals(2, mind.run(whole).getAddedEventCount(), "what was taken out comes again");
      mind.undo(first.getImportId());
      assertTrue(mind.ledger.blob(chunk).isEmpty(), "they go with their message");
      assertFalse(mind.events().stream().anyMatch(event -> event.text("record").equals("files")));
    }
  }

  private Path zip(Map<String, String> members) throws IOException {
    Path file = folder.resolve("archive.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }
}
