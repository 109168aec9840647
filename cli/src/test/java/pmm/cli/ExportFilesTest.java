package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;

/** Files that came in with imported talk, on their way out. */
class ExportFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] FIRST = {1, 2, 3};
  private static final byte[] SECOND = {4, 5};
  private static final String SOURCE =
      "\"source\":{\"format\":\"chatgpt\",\"archive_sha256\":\"00\",\"original_id\":\"m%d\"}";

  @TempDir Path home;
  @TempDir Path other;
  private final String whole = sha256(new byte[] {1, 2, 3, 4, 5});

  /** Two messages with the same picture of two chunks, and a hostile one. */
  @BeforeEach
  void write() {
    String blobs = "[\"" + sha256(FIRST) + "\",\"" + sha256(SECOND) + "\"]";
    String file =
        "{\"mime\":\"image/png\",\"size\":5,\"sha256\":\"%s\",\"chunks\":%s}"
            .formatted(whole, blobs);
    String hostile = file.replace(whole, "../../../evil");
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      append(mind, "conversation_started", null, 0, "");
      String rest =
          ",\"parts\":[{\"type\":\"text\",\"length\":7},{\"type\":\"file\",\"length\":0}]";
      for (int i = 1; i <= 2; i++) {
        append(
            mind,
            "user_message",
            "Look " + i + "!",
            i,
            rest + ",\"attachments\":[" + file + "],\"blobs\":" + blobs);
        append(
            mind,
            "imported_record",
            "[{\"files\":[{\"name\":\"../a cat].PNG\",\"reference\":\"sediment://file_00ab\"}]}]",
            0,
            ",\"record\":\"details\",\"source_offsets\":[-1]");
      }
      append(
          mind,
          "user_message",
          "Hm.",
          3,
          rest + ",\"attachments\":[" + hostile + "],\"blobs\":" + blobs);
    }
  }

  private static void append(
      MindFile mind, String kind, @Nullable String content, int id, String more) {
    String meta =
        "{\"conversation_id\":\"talk-1\",\"import_id\":\"i\"," + SOURCE.formatted(id) + more + "}";
    List<byte[]> blobs = more.contains("blobs") ? List.of(FIRST, SECOND) : List.of();
    mind.append(AppendRequest.of(new Draft(kind, content, meta)).withBlobs(blobs)).join();
  }

  @Test
  void areLinkedFromTheTextAndLieBesideItOnce() throws IOException {
    Path folder = other.resolve("talks");
    assertEquals(ExitCode.DONE, Ran.pmm(home, "export", "--markdown", folder + "").exit());

    assertEquals(
        List.of("00001.md", "files", "files/" + whole + ".png", "index.md"), names(folder));
    assertArrayEquals(
        new byte[] {1, 2, 3, 4, 5}, Files.readAllBytes(folder.resolve("files/" + whole + ".png")));
    String text = Files.readString(folder.resolve("00001.md"));
    assertTrue(text.contains("![../a cat\\].PNG](files/" + whole + ".png)"), text);
    assertFalse(text.contains("evil."), text);
  }

  @Test
  void leaveWithTheDocumentInAFolderOrAZip() throws IOException {
    Path zip = other.resolve("talks.zip");
    assertEquals(ExitCode.DONE, Ran.pmm(home, "export", "--json", zip + "").exit());
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      JsonNode talks = JSON.readTree(Files.readString(files.getPath("talks.json")));
      String path = talks.at("/conversations/0/nodes/0/parts/1/path").asText();
      assertEquals("files/" + whole + ".png", path);
      assertEquals(whole, sha256(Files.readAllBytes(files.getPath(path))));
    }
    assertEquals(ExitCode.NOT_DONE, Ran.pmm(home, "export", "--json", zip + "").exit());

    Path folder = other.resolve("talks");
    assertEquals(ExitCode.DONE, Ran.pmm(home, "export", "--json", folder + "/").exit());
    assertEquals(List.of("files", "files/" + whole + ".png", "talks.json"), names(folder));
    Ran again = Ran.pmm(home, "export", "--json", folder + "/");
    assertTrue(again.err().contains("is not empty (expected: a new folder)"), again.err());
  }

  @Test
  void areCalledAsChatGptCallsThem() throws IOException {
    Path folder = Files.createDirectory(other.resolve("chatgpt"));
    assertEquals(ExitCode.DONE, Ran.pmm(home, "export", "--openai", folder + "").exit());
    assertEquals(
        List.of("conversation_asset_file_names.json", "conversations.json", "file_00ab.png"),
        names(folder));
    assertEquals(whole, sha256(Files.readAllBytes(folder.resolve("file_00ab.png"))));
    JsonNode names = JSON.readTree(folder.resolve("conversation_asset_file_names.json").toFile());
    assertEquals("../a cat].PNG", names.path("file_00ab.png").asText());
  }

  @Test
  void aSingleFileSaysThatTheyAreNotInIt() {
    for (String form : List.of("json", "openai")) {
      Ran ran = Ran.pmm(home, "export", "--" + form);
      assertEquals(ExitCode.DONE, ran.exit());
      assertTrue(ran.err().startsWith("Not in it: 1 file of these messages."), ran.err());
      assertTrue(ran.err().contains("export --" + form + " talks.zip"), ran.err());
    }
  }

  @Test
  void nothingIsLeftOfWhatCouldNotBeWritten() throws IOException {
    for (Path target : List.of(other.resolve("talks"), other.resolve("talks.zip"))) {
      Bundle.Filling full =
          bundle ->
              bundle.add(
                  "files/a",
                  out -> {
                    out.write(1);
                    throw new IOException("No space left on device");
                  });
      Failure failure =
          assertThrows(
              Failure.class,
              () -> {
                if (target.endsWith("talks")) {
                  Bundle.folder(target, full);
                } else {
                  Bundle.zip(target, full);
                }
              });
      assertEquals(
          "Nothing was written; cannot write to " + target + ": No space left on device",
          failure.text());
      assertEquals(List.of(), names(other));
    }
  }

  @Test
  void aFailedExportSaysWhyOnce() {
    Path file = other.resolve("no/such/talks.json");
    Ran ran = Ran.pmm(home, "export", "--json", file + "");
    assertEquals(ExitCode.NOT_DONE, ran.exit());
    assertTrue(ran.err().startsWith("There is no folder "), ran.err());
    assertEquals("", ran.out());
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !file.equals(folder))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
