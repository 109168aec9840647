package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

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
      assertTrue(files.path(0).path("name").isMissingNode());
      assertEquals(
          "[{\"files\":[{\"name\":\"a.png\",\"reference\":\"file-a.png\"},{\"name\":\"b.png\",\"reference\":\"file-b.png\"}]}]",
          details(mind, message));
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

      StateEvent message = mind.events("user_message").getFirst();
      JsonNode meta = message.meta();
      assertTrue(details(mind, message).contains("a.png"));
      assertFalse(meta.path("attachments").path(0).has("chunks"));
      assertTrue(meta.path("blobs").isMissingNode());
    }
  }

  @Test
  void filesThatComeLaterAreAddedOnceAndNothingElseIs() throws IOException {
    byte[] large = new byte[(5 << 20) / 2];
    new Random(1).nextBytes(large);
    Part.Attachment missing = missing("c.png");
    try (ImportFixture mind = new ImportFixture(folder)) {
      write(mind, false, file("a.png", large), file("b.png", new byte[] {2}), missing);
      int before = mind.events().size();

      write(mind, true, file("a.png", large), file("b.png", new byte[] {2}), missing);
      StateEvent message = mind.events("user_message").getFirst();
      StateEvent files = record(mind, "files");
      assertEquals(List.of(message.id()), files.references("source"));
      JsonNode rows = files.meta().path("attachments");
      assertEquals(2, rows.size());
      assertEquals(1, rows.path(1).path("number").asInt());
      assertArrayEquals(large, read(mind, rows.path(0)));
      assertArrayEquals(new byte[] {2}, read(mind, rows.path(1)));
      assertEquals(
          List.of("chunk", "chunk", "files", "details"),
          mind.events().stream().skip(before).map(event -> event.text("record")).toList());

      write(mind, true, file("a.png", large), file("b.png", new byte[] {2}), missing);
      assertEquals(before + 4, mind.events().size());
      write(mind, true, missing, missing, file("c.png", new byte[] {3}));
      assertArrayEquals(new byte[] {3}, read(mind, lateFile(mind, 2)));
    }
  }

  @Test
  void whatIsForgottenGetsNoFiles() throws IOException {
    try (ImportFixture mind = new ImportFixture(folder)) {
      write(mind, false, file("a.png", new byte[] {1}));
      mind.forget(List.of(mind.events("user_message").getFirst().id()), false);
      int before = mind.events().size();

      write(mind, true, file("a.png", new byte[] {1}));
      assertEquals(before, mind.events().size());
    }
  }

  private static StateEvent record(ImportFixture mind, String record) {
    return mind.events("imported_record").stream()
        .filter(event -> event.text("record").equals(record))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private static JsonNode lateFile(ImportFixture mind, int number) {
    JsonNode row = record(mind, "files").meta().path("attachments").path(0);
    assertEquals(number, row.path("number").asInt());
    return row;
  }

  /** The archive names it and does not hold it. */
  private static Part.Attachment missing(String name) {
    return new Part.Attachment(
        "file-" + name, name, "", -1, Optional.empty(), Optional.empty(), Optional.empty());
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

  private static String details(ImportFixture mind, StateEvent of) {
    return mind.events("imported_record").stream()
        .filter(event -> event.references("source").contains(of.id()))
        .map(event -> event.words().orElse(""))
        .findFirst()
        .orElse("");
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
    Taken taken = Taken.read(mind.history);
    Batch batch =
        new Batch(new Appends(mind.ledger, mind.keeper, () -> {}), ORIGIN, Batch.MOST_BYTES);
    Recall recall = new Recall(batch, taken);
    ThingWriter things =
        new ThingWriter(
            batch,
            taken,
            recall,
            new FileStore(batch, taken.known(), withFiles, (file, why) -> fail(why)));
    new ConversationWriter(batch, taken, recall, things, () -> mind.mind().conversations())
        .write(talk, recall.of(talk), why -> {});
    batch.flush();
  }
}
