package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportRemark;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportState;

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
  void aDatabaseWhoseNewestRowsStandBesideItIsRefused() throws IOException {
    Path database =
        Files.writeString(folder.resolve("echo.db"), "SQLite format 3\0" + "\0".repeat(80));
    Path log = Files.writeString(folder.resolve("echo.db-wal"), "rows");
    for (String dry : List.of("--dry-run", "--json")) {
      Ran ran = Ran.pmm(folder, "import", dry, database.toString());
      assertEquals(ExitCode.NOT_DONE, ran.exit());
      assertTrue((ran.out() + ran.err()).contains("Close the program"), ran.out() + ran.err());
    }
    Files.write(log, new byte[0]);
    Ran ran = Ran.pmm(folder, "import", database.toString());
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
            .putOddities("fork", 2)
            .addRemarks(remark("chain", "9 rows in a chain that is not whole"))
            .addRemarks(remark("fork", "row 8: a fork, it follows row 4, as another row does"))
            .build();
    assertEquals(
        "Imported 1 conversation, 3 messages from ChatGPT (7 events)", ImportWords.done(report));
    String lines = String.join("\n", ImportWords.lines(report));
    assertTrue(lines.contains("In the archive: 2 conversations, 5 messages"), lines);
    assertTrue(lines.contains("3 yours, 2 the assistant's"), lines);
    assertTrue(lines.contains("Branches part at 1 place"), lines);
    assertTrue(lines.contains("0 in it (0 bytes), 4 only named"), lines);
    assertTrue(lines.contains("  echo.db: 9 rows in a chain that is not whole\n"), lines);
    assertTrue(
        lines.contains(
            "  Odd: fork, 2\n    echo.db: row 8: a fork, it follows row 4, as another row does"),
        lines);
    assertTrue(lines.contains("Not read: 1"), lines);
    ImportReport.Builder again = report.toBuilder().setAddedEventCount(0);
    assertEquals(
        "Nothing new: what of it could be read is here already.", ImportWords.done(again.build()));
    assertEquals(
        "Nothing new: none of it could be read, and nothing was changed.",
        ImportWords.done(again.clone().clearFound().build()));
    ImportReport.Builder unread = again.clone().clearFound().clearAdded();
    assertEquals(
        "Nothing new: none of it could be read, and nothing was changed.",
        ImportWords.newIn(unread.build()));
    assertEquals(ExitCode.NOT_DONE, ImportWords.exitCode(unread.build()), "nothing was read");
    assertEquals(ExitCode.DONE, ImportWords.exitCode(again.build()), "it is here already");
    assertFalse(ImportWords.bringsNew(unread.build()), "nothing to import");
    ImportCounts picture = ImportCounts.newBuilder().setAttachments(1).build();
    assertTrue(ImportWords.newIn(unread.setAdded(picture).build()).endsWith(", 1 file."));
    assertEquals(
        "Nothing new: all of it is here already.",
        ImportWords.done(again.clearNotReadCount().clearUnreadable().build()));
  }

  private static ImportRemark remark(String kind, String detail) {
    return ImportRemark.newBuilder().setKind(kind).setPlace("echo.db").setDetail(detail).build();
  }

  @Test
  void anImportThatWasCutShortSaysSoAndPromisesNoFigures() {
    ImportReport report =
        ImportReport.newBuilder()
            .setFormatTitle("Claude")
            .setState(ImportState.IMPORT_STATE_CUT_SHORT)
            .setAddedEventCount(480)
            .build();
    assertTrue(ImportWords.done(report).contains("cut short after 480 events"));
    assertEquals(List.of(), ImportWords.lines(report));
    assertEquals("cut short", ImportWords.state(report));
    assertEquals(
        "taken out again", ImportWords.state(ImportReport.newBuilder().setUndone(true).build()));
  }

  private void assertMayBe(boolean expected, String content) throws IOException {
    Path file = folder.resolve("file");
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
    assertEquals(expected, ArchiveImport.mayBe(file), content);
  }
}
