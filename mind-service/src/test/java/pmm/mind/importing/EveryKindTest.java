package pmm.mind.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.mind.archive.generate.Generator;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportReport;

/** Whatever is generated comes in whole, and comes in once. */
@Timeout(120)
class EveryKindTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int BYTES = 150_000;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHATGPT_LARGE")
  void comesInWholeAndOnce(Generator.Kind kind) throws IOException {
    Path archive = folder.resolve("archive");
    Generator.write(7, BYTES, kind, archive);
    try (ImportFixture mind = new ImportFixture(folder.resolve("home"))) {
      ImportReport report = mind.run(archive);

      ImportCounts found =
          report.getFound().toBuilder().clearUnusedFiles().clearUnusedBytes().build();
      assertEquals(found, report.getAdded());
      assertTrue(report.getAdded().getMessages() > 10, report.toString());
      int events = mind.events().size();
      assertAddsNothing(mind.run(archive));
      assertAddsNothing(mind.run(shuffled(archive)));
      assertEquals(events, mind.events().size());
    }
  }

  private static void assertAddsNothing(ImportReport report) {
    assertEquals(0, report.getAddedEventCount(), report.toString());
    assertEquals(0, report.getAdded().getMessages());
  }

  /** The same with the keys of all objects the other way round, under the same name. */
  private Path shuffled(Path archive) throws IOException {
    Path other = Files.createDirectory(folder.resolve("shuffled")).resolve("archive");
    byte[] bytes = Files.readAllBytes(archive);
    if (bytes[0] != 'P') {
      return Files.write(other, turned(bytes));
    }
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive));
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(other))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        byte[] content = in.readAllBytes();
        out.write(entry.getName().endsWith(".json") ? turned(content) : content);
        out.closeEntry();
      }
    }
    return other;
  }

  private static byte[] turned(byte[] json) throws IOException {
    String text = new String(json, StandardCharsets.UTF_8).replace("\uFEFF", "");
    StringBuilder turned = new StringBuilder();
    try (JsonParser values = JSON.createParser(text)) {
      while (values.nextToken() != null) {
        JsonNode value = values.readValueAsTree();
        turned.append(JSON.writeValueAsString(turned(value))).append('\n');
      }
    }
    return turned.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode turned(JsonNode node) {
    if (node instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        list.set(i, turned(list.get(i)));
      }
    }
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.reverse(names);
      ObjectNode turned = JSON.createObjectNode();
      names.forEach(name -> turned.set(name, turned(object.get(name))));
      return turned;
    }
    return node;
  }
}
