package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.mind.archive.generate.Generator;
import pmm.mindstate.transcript.ChatGptWriter;
import pmm.mindstate.transcript.DocumentWriter;
import pmm.mindstate.transcript.KeptFiles;
import pmm.mindstate.transcript.Transcripts;

/**
 * What comes in goes out as it was, by the word of a script that shares no code with either way.
 */
@Timeout(300)
class RoundTripTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void goesOutAsItCame(Generator.Kind kind) throws Exception {
    Path archive = folder.resolve("archive");
    Generator.write(7, 1 << 18, kind, archive);
    try (ImportFixture mind = start()) {
      mind.run(archive);
      assertSame(archive, export(mind, kind.name().startsWith("CHATGPT")));
    }
  }

  @Test
  void everyTypeOfContentGoesOutAsItCame() throws Exception {
    Path archive = Files.writeString(folder.resolve("archive"), everyType());
    try (ImportFixture mind = start()) {
      mind.run(archive);
      Path export = export(mind, true);
      assertSame(archive, export);
      assertEquals(0, mind.run(export).getAddedEventCount(), "nothing of it is new here");
    }
  }

  @Test
  void aConversationInWhichNothingWasSaidGoesOutToo() throws Exception {
    Path archive =
        Files.writeString(
            folder.resolve("archive"),
            """
            [{"id": "e", "title": "Empty", "create_time": 1700000000.5, "gizmo_id": "g", "mapping": {}},
             {"id": "c", "title": "Full", "current_node": "a", "mapping": {"a": {"id": "a", "message": {"id": "a",
              "author": {"role": "user"}, "content": {"content_type": "text", "parts": ["Hi"]}}}}}]
            """);
    try (ImportFixture mind = start()) {
      mind.run(archive);
      Path export = export(mind, true);
      assertSame(archive, export);
      assertEquals(0, mind.run(export).getAddedEventCount(), "nothing of it is new here");
    }
  }

  @Test
  void aLaterArchiveSaysAnewWhenATalkWasChanged() throws Exception {
    String first =
        """
        [{"id": "c", "title": "Tea", "create_time": 1700000000, "update_time": 1700000001.25, "current_node": "a", "mapping": {
          "a": {"id": "a", "message": {"id": "a", "author": {"role": "user"}, "create_time": 1700000000, "metadata": {},
            "content": {"content_type": "text", "parts": ["Tea?"]}}}}}]
        """;
    String second = first.replace("1.25", "9.5").replace("\"Tea\"", "\"Tea time\"");
    String third =
        second
            .replace("9.5", "12.75")
            .replace("\"a\", \"mapping", "\"b\", \"mapping")
            .replace(
                "}}}}]",
                "}}, \"b\": {\"id\": \"b\", \"parent\": \"a\", \"message\": {\"id\": \"b\", \"create_time\": 1700000012,"
                    + " \"author\": {\"role\": \"user\"}, \"content\": {\"content_type\": \"text\", \"parts\": [\"Milk\"]}}}}}]");
    try (ImportFixture mind = start()) {
      for (String each : List.of(first, second, third)) {
        Path archive = Files.writeString(folder.resolve("archive"), each);
        mind.run(archive);
        assertSame(archive, export(mind, true));
      }
    }
  }

  /** One conversation, in which each message answers the one before it. */
  private static String everyType() throws IOException {
    StringBuilder mapping = new StringBuilder("{\"n0\": {\"id\": \"n0\", \"message\": null}");
    int number = 0;
    for (String message : resource("messages.jsonl").lines().toList()) {
      number++;
      mapping.append(
          """
          , "n%d": {"id": "n%d", "parent": "n%d", "message": {"id": "n%d", "create_time": 17%08d.250, %s}
          """
              .formatted(number, number, number - 1, number, number, message.substring(1)));
    }
    return "[{\"id\": \"c\", \"title\": \"All\", \"gizmo_id\": \"g\", \"current_node\": \"n9\", \"mapping\": %s}}]"
        .formatted(mapping);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = RoundTripTest.class.getResourceAsStream("/archive/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatWentOutAsChatGptHasItComesInAnywhere() throws Exception {
    Path archive = folder.resolve("archive");
    Generator.write(8, 1 << 17, Generator.Kind.CHATGPT_JSON, archive);
    Path export;
    try (ImportFixture mind = start()) {
      mind.run(archive);
      export = export(mind, true);
      assertEquals(0, mind.run(export).getAddedEventCount(), "nothing of it is new here");
    }
    try (ImportFixture other = start()) {
      other.run(export);
      assertSame(archive, export(other, true));
    }
  }

  @Test
  void filesThatWentOutComeInAnywhere() throws Exception {
    byte[] picture = new byte[2_500_000];
    new Random(3).nextBytes(picture);
    Path archive = folder.resolve("archive.zip");
    zip(
        archive,
        Map.of(
            "conversations.json",
            """
            [{"id": "c", "title": "Pictures", "current_node": "q", "mapping": {"q": {"id": "q", "message": {"id": "q",
              "author": {"role": "user"}, "create_time": 1700000000, "content": {"content_type": "multimodal_text",
              "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_0000abcd"}, "What?"]}}}}}]
            """
                .getBytes(StandardCharsets.UTF_8),
            "file_0000abcd.dat",
            picture,
            "conversation_asset_file_names.json",
            "{\"file_0000abcd.dat\": \"dot.png\"}".getBytes(StandardCharsets.UTF_8)));
    Path export = folder.resolve("export.zip");
    try (ImportFixture mind = start()) {
      mind.run(archive);
      exportWithFiles(mind, export);
      assertEquals(0, mind.run(export).getAddedEventCount(), "nothing of it is new here");
    }
    try (ImportFixture other = start()) {
      other.run(export);
      JsonNode part = Exports.talks(other.events()).getFirst().at("/nodes/0/parts/0");
      assertEquals("dot.png", part.path("name").asText());
      assertEquals(Sha256.of(picture), part.path("sha256").asText());
      assertArrayEquals(picture, bytes(other, part.path("chunks")));
    }
  }

  private void exportWithFiles(ImportFixture mind, Path target) throws IOException {
    KeptFiles files = new KeptFiles(KeptFiles.Form.CHATGPT);
    ByteArrayOutputStream talks = new ByteArrayOutputStream();
    Transcripts.read(
        Exports.source(mind.events()),
        Optional.empty(),
        files.before(new ChatGptWriter(talks)),
        (done, total) -> {});
    Map<String, byte[]> members = new HashMap<>();
    members.put("conversations.json", talks.toByteArray());
    members.put(
        "conversation_asset_file_names.json", new ObjectMapper().writeValueAsBytes(files.names()));
    for (Map.Entry<String, List<String>> file : files.chunks().entrySet()) {
      members.put(file.getKey(), bytes(mind, new ObjectMapper().valueToTree(file.getValue())));
    }
    zip(target, members);
  }

  private static byte[] bytes(ImportFixture mind, JsonNode chunks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode chunk : chunks) {
      bytes.write(mind.ledger.blob(chunk.asText()).orElseThrow());
    }
    return bytes.toByteArray();
  }

  private static void zip(Path file, Map<String, byte[]> members) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        zip.putNextEntry(new ZipEntry(member.getKey()));
        zip.write(member.getValue());
      }
    }
  }

  private ImportFixture start() throws IOException {
    return new ImportFixture(Files.createTempDirectory(folder, "home"));
  }

  private Path export(ImportFixture mind, boolean asChatGpt) throws IOException {
    Path file = Files.createTempFile(folder, "export", ".json");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      Transcripts.Sink sink = asChatGpt ? new ChatGptWriter(out) : new DocumentWriter(out);
      Transcripts.read(Exports.source(mind.events()), Optional.empty(), sink, (done, total) -> {});
    }
    return file;
  }

  private void assertSame(Path archive, Path export) throws IOException, InterruptedException {
    URL script = Objects.requireNonNull(getClass().getResource("/archive/roundtrip.py"));
    Process python =
        new ProcessBuilder("python3", "-B", script.getPath(), archive.toString(), export.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), said);
  }
}
