package pmm.mind.archive.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives of ChatGPT of any size, written as they are made. All but ASCII is escaped, as the
 * export does.
 */
final class ChatGptArchive {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .build();

  private final Chance chance;
  private int made;

  ChatGptArchive(long seed) {
    this.chance = new Chance(seed);
  }

  /** Conversations until the array has roughly so many bytes; begins with one of each oddity. */
  void conversations(OutputStream out, long bytes) throws IOException {
    Counted counted = new Counted(out);
    try (JsonGenerator json = MAPPER.createGenerator(counted)) {
      json.writeStartArray();
      while (counted.count < bytes || made < ChatGptOddities.ALL.size()) {
        MAPPER.writeTree(json, next());
        json.flush();
      }
      json.writeEndArray();
    }
  }

  private JsonNode next() {
    int number = made++;
    return number < ChatGptOddities.ALL.size()
        ? ChatGptOddities.ALL.get(number).apply(chance)
        : ChatGptTalk.ordinary(chance, 1_670_000_000L + number * 7_000L, 1 + chance.below(40));
  }

  /** Two conversations, one deep and one wide. */
  void large(OutputStream out) throws IOException {
    MAPPER.writeValue(
        out,
        MAPPER
            .createArrayNode()
            .add(ChatGptOddities.chain(chance, 5_000))
            .add(ChatGptOddities.bush(chance, 20_000)));
  }

  /** The legacy ZIP: one file of all conversations. */
  void legacy(OutputStream out, long bytes) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.putNextEntry(new ZipEntry("conversations.json"));
    conversations(zip, bytes);
    put(zip, "user.json", "{\"id\":\"user-1\",\"email\":\"x@example.com\"}");
    put(zip, "message_feedback.json", "[]");
    put(zip, "chat.html", "<html><script>var jsonData = [];</script></html>");
    zip.finish();
  }

  /** The ZIP in shards, with files under opaque names. */
  void sharded(OutputStream out, long bytes, int shards) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (int i = 0; i < shards; i++) {
      zip.putNextEntry(new ZipEntry(String.format("conversations-%03d.json", i)));
      conversations(zip, bytes / shards);
    }
    put(zip, "file_0000abcd.dat", "twelve bytes");
    put(zip, "conversation_asset_file_names.json", "{\"file_0000abcd.dat\":\"hello.wav\"}");
    put(
        zip,
        "library_files.json",
        "[{\"file_id\":\"file_0000abcd\",\"mime_type\":\"audio/wav\",\"size\":12}]");
    put(zip, "export_manifest.json", "{\"files\":[]}");
    put(zip, "user.json", "{\"id\":\"user-1\"}");
    zip.finish();
  }

  static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class Counted extends FilterOutputStream {
    private long count;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      count += length;
    }
  }
}
