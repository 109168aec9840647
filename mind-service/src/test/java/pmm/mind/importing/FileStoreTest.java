package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mindstate.StateEvent;

@Timeout(120)
class FileStoreTest {
  private static final Origin ORIGIN = new Origin("chatgpt", "00", "import");

  @TempDir Path folder;

  private record Bytes(String member, byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  @Test
  void filesOfAnySizeComeOutAsTheyWentIn() throws IOException {
    byte[] large = new byte[(5 << 20) / 2];
    new Random(1).nextBytes(large);
    byte[] small = {1, 2, 3};
    try (ImportFixture mind = new ImportFixture(folder)) {
      write(mind, true, file("a.png", large), file("b.png", small));

      StateEvent message = mind.events("user_message").getFirst();
      JsonNode files = message.meta().path("attachments");
      assertEquals("a.png", files.path(0).path("name").asText());
      assertEquals(Sha256.of(large), files.path(0).path("sha256").asText());
      assertArrayEquals(large, read(mind, files.path(0)));
      assertArrayEquals(small, read(mind, files.path(1)));
      int events = mind.events().size();

      write(mind, true, file("a.png", large), file("b.png", small));
      assertEquals(events, mind.events().size());
    }
  }

  @Test
  void filesCanBeLeftOut() throws IOException {
    try (ImportFixture mind = new ImportFixture(folder)) {
      write(mind, false, file("a.png", new byte[] {1}));

      JsonNode meta = mind.events("user_message").getFirst().meta();
      assertEquals("a.png", meta.path("attachments").path(0).path("name").asText());
      assertFalse(meta.path("attachments").path(0).has("chunks"));
      assertTrue(meta.path("blobs").isMissingNode());
    }
  }

  private static Part.Attachment file(String name, byte[] bytes) {
    return new Part.Attachment(
        "file-" + name,
        name,
        "image/png",
        bytes.length,
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Bytes(name, bytes)));
  }

  private static byte[] read(ImportFixture mind, JsonNode file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode chunk : file.path("chunks")) {
      bytes.write(mind.ledger.blob(chunk.asText()).orElseThrow());
    }
    return bytes.toByteArray();
  }

  private static void write(ImportFixture mind, boolean withFiles, Part.Attachment... files)
      throws IOException {
    ArchivedNode node = NodePiecesTest.node(Role.PERSON, false, "{}", files);
    ArchivedConversation talk =
        new ArchivedConversation(
            Place.of("a"),
            "talk",
            "",
            ArchivedTime.UNKNOWN,
            ArchivedTime.UNKNOWN,
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(node),
            List.of(),
            "{}");
    KeyTable known = Taken.read(mind.history).known();
    Batch batch = new Batch(mind.ledger, ORIGIN, () -> {});
    ThingWriter things =
        new ThingWriter(batch, ORIGIN, known, new FileStore(batch, ORIGIN, known, withFiles));
    new ConversationWriter(batch, ORIGIN, known, things, () -> mind.mind().conversations())
        .write(talk);
    batch.flush();
  }
}
