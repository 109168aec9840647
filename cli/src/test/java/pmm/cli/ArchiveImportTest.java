package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportReport;

class ArchiveImportTest {
  @TempDir Path folder;

  @Test
  void tellsArchivesFromOurOwnFilesByTheirBytes() throws IOException {
    assertTrue(ArchiveImport.mayBe(folder));
    assertMayBe(true, "[{\"mapping\":{}}]");
    assertMayBe(true, "\uFEFF \n[{\"uuid\":\"1\"}]");
    assertMayBe(true, "{\"user_name\":\"Ana\",\"character_name\":\"Eve\"}\n");
    assertMayBe(true, "PK\u0003\u0004");
    assertMayBe(true, "<!DOCTYPE html>");
    assertMayBe(false, "{\"content\":null,\"content_commitment\":null}\n");
    String database = "SQLite format 3\0" + "x".repeat(52);
    assertMayBe(true, database + "\0\0\0\0");
    assertMayBe(false, database + "PMMf");
    assertMayBe(false, "SQLite format 3\0");
    assertMayBe(false, "Dear diary");
    assertMayBe(false, "");
  }

  @Test
  void askingForNothingOrForWhatIsNotThereEndsAtOnce() {
    Ran nothing = Ran.pmm(folder, "import");
    assertEquals(ExitCode.NOT_DONE, nothing.exit());
    assertTrue(nothing.err().contains("Say what to import"), nothing.err());
    Ran missing = Ran.pmm(folder, "import", folder.resolve("gone.zip").toString());
    assertEquals(ExitCode.NOT_DONE, missing.exit());
    assertTrue(missing.err().contains("There is no file"), missing.err());
  }

  @Test
  void anArchiveNeedsAMindThatRuns() throws IOException {
    Path archive = Files.writeString(folder.resolve("a.json"), "[]");
    Ran ran = Ran.pmm(folder, "import", archive.toString());
    assertEquals(ExitCode.NOT_DONE, ran.exit());
    assertTrue(ran.err().contains("PMM is not running"), ran.err());
  }

  @Test
  void aReportSaysWhatCameAndWhatDidNot() {
    ImportReport report =
        ImportReport.newBuilder()
            .setFormatTitle("ChatGPT")
            .setAddedEventCount(7)
            .setFound(
                ImportCounts.newBuilder()
                    .setConversations(2)
                    .setMessages(5)
                    .putMessagesByRole("person", 3)
                    .putMessagesByRole("assistant", 2)
                    .setBranchPoints(1)
                    .setMissingAttachments(4))
            .setAdded(ImportCounts.newBuilder().setConversations(1).setMessages(3))
            .setNotReadCount(1)
            .build();
    assertEquals(
        "Imported 1 conversation, 3 messages from ChatGPT (7 events)", ImportWords.done(report));
    String lines = String.join("\n", ImportWords.lines(report));
    assertTrue(lines.contains("In the archive: 2 conversations, 5 messages"), lines);
    assertTrue(lines.contains("3 yours, 2 the assistant's"), lines);
    assertTrue(lines.contains("Branches part at 1 place"), lines);
    assertTrue(lines.contains("0 in it (0 bytes), 4 only named"), lines);
    assertTrue(lines.contains("Not read: 1"), lines);
    assertEquals(
        "Nothing new: all of it is here already.",
        ImportWords.done(report.toBuilder().setAddedEventCount(0).build()));
  }

  private void assertMayBe(boolean expected, String content) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    assertEquals(expected, ArchiveImport.mayBe(file), content);
  }
}
