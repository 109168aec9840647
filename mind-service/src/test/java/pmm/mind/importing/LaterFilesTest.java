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
  private static final String PICTURE = "file_0000abcd-dot.png";

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
    Path whole = zip("twelve bytes");
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

  @Test
  void aFileWhoseBytesCannotBeReadIsToldAndTheRestComesIn() throws IOException {
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      Path bomb = zip("\0".repeat(5 << 20));
      ImportReport first = mind.run(bomb);

      assertEquals(2, first.getAdded().getMessages());
      assertEquals(0, first.getAdded().getAttachments());
      assertEquals(1, first.getFound().getAttachments());
      assertEquals(1, first.getNotReadCount());
      assertEquals(PICTURE, first.getUnreadable(0).getPlace());
      String why = first.getUnreadable(0).getWhy();
      assertTrue(why.startsWith("Its bytes could not be read: " + PICTURE), why);
      assertEquals(0, mind.run(bomb).getAddedEventCount());

      ImportReport damaged = mind.run(damaged(zip("twelve bytes")));
      assertEquals(0, damaged.getAddedEventCount());
      assertEquals(0, damaged.getAdded().getAttachments());
      assertTrue(damaged.getUnreadable(0).getWhy().contains("is damaged"), damaged.toString());

      assertEquals(1, mind.run(zip("twelve bytes")).getAdded().getAttachments());
      String chunk =
          Exports.talks(mind.events()).getFirst().at("/nodes/0/parts/0/chunks/0").asText();
      assertEquals(12, mind.ledger.blob(chunk).orElseThrow().length);
    }
  }

  private Path zip(String picture) throws IOException {
    Path file = folder.resolve("archive.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String member : List.of("conversations.json", PICTURE)) {
        zip.putNextEntry(new ZipEntry(member));
        zip.write((member.equals(PICTURE) ? picture : TALK).getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  /** The checksum of the picture in the ZIP's directory is another one. */
  private static Path damaged(Path zip) throws IOException {
    byte[] bytes = Files.readAllBytes(zip);
    int name = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(PICTURE);
    bytes[name - 30] ^= 1;
    return Files.write(zip, bytes);
  }
}
