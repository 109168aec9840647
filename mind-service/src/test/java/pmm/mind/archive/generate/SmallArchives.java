package pmm.mind.archive.generate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Archives of the programs whose formats are a list of entries and little else. */
final class SmallArchives {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Chance chance;
  private final OutputStream out;
  private long written;
  private long clock = 1_700_000_000_123L;

  SmallArchives(long seed, OutputStream out) {
    this.chance = new Chance(seed);
    this.out = out;
  }

  private void put(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write(bytes);
    written += bytes.length;
  }

  private long tick() {
    clock += 1 + chance.below(100_000);
    return clock;
  }

  /** A chat of SillyTavern, with a mark before it, empty lines and swipes. */
  void sillyTavern(long bytes) throws IOException {
    ObjectNode header =
        JSON.objectNode()
            .put("user_name", "Ana")
            .put("character_name", "Seraphina")
            .put("create_date", "2024-7-12@01h31m37s");
    header.putObject("chat_metadata").put("integrity", chance.uuid());
    put("\uFEFF" + header + "\r\n");
    for (int i = 0; written < bytes; i++) {
      boolean person = i % 2 == 1;
      ObjectNode line =
          JSON.objectNode()
              .put("name", person ? "Ana" : "Seraphina")
              .put("is_user", person)
              .put("is_system", false);
      String words = chance.text(20 + chance.below(800));
      line.put("send_date", tick()).put("mes", words);
      if (!person && chance.oneIn(4)) {
        line.put("swipe_id", 1)
            .putArray("swipes")
            .add(chance.text(100))
            .add(words)
            .add(chance.text(50));
      }
      line.putObject("extra").put("api", "openai").put("model", "local");
      put(line + (chance.oneIn(10) ? "\r\n\r\n" : "\r\n"));
    }
  }

  /** Activity of Gemini as JSON. */
  void gemini(long bytes) throws IOException {
    String before = "[";
    while (written < bytes) {
      ObjectNode entry =
          JSON.objectNode()
              .put("header", "Gemini Apps")
              .put("title", "Prompted " + chance.text(60));
      entry
          .put("time", Instant.ofEpochMilli(tick()).toString())
          .putArray("products")
          .add("Gemini Apps");
      if (!chance.oneIn(20)) {
        entry
            .putArray("safeHtmlItem")
            .addObject()
            .put("html", "<p>" + chance.text(300) + "</p><ul><li>" + chance.word() + "</li></ul>");
      }
      put(before + entry);
      before = ",\n";
    }
    put("]");
  }

  /** A prompt of AI Studio. */
  void aiStudio(long bytes) throws IOException {
    ObjectNode file = JSON.objectNode();
    file.putObject("runSettings").put("model", "models/gemini-2.5-pro");
    file.putObject("systemInstruction").put("text", chance.title());
    ArrayNode chunks = file.putObject("chunkedPrompt").putArray("chunks");
    for (long size = 0; size < bytes; size += 900) {
      chunks.addObject().put("role", "user").put("text", chance.text(200)).put("tokenCount", 50);
      if (chance.oneIn(3)) {
        chunks
            .addObject()
            .put("role", "model")
            .put("text", chance.text(100))
            .put("isThought", true);
      }
      chunks
          .addObject()
          .put("role", "model")
          .put("text", chance.text(500))
          .put("finishReason", "STOP");
    }
    put(file.toString());
  }

  /** An agent of Letta, as JSON within a string. */
  void letta(long bytes) throws IOException {
    ObjectNode file = JSON.objectNode();
    ObjectNode agent =
        file.putArray("agents")
            .addObject()
            .put("id", "agent-0")
            .put("name", chance.title())
            .put("system", chance.text(200));
    ArrayNode messages = agent.putArray("messages");
    messages.addObject().put("id", "m-system").put("role", "system").put("content", chance.title());
    ArrayNode blocks = file.putArray("blocks");
    for (long size = 0; size < bytes; size += 500) {
      blocks
          .addObject()
          .put("id", chance.uuid())
          .put("label", chance.word())
          .put("value", chance.text(300));
      messages
          .addObject()
          .put("id", chance.uuid())
          .put("role", messages.size() % 2 == 0 ? "assistant" : "user")
          .put("content", chance.text(100))
          .put("created_at", Instant.ofEpochMilli(tick()).toString());
    }
    file.putArray("tools").addObject().put("name", "t").put("source_code", "import os");
    put(JSON.textNode(file.toString()).toString());
  }

  /** The ledger of a predecessor of the last generation, with forks and a removed row. */
  void ledger(long bytes) throws IOException {
    String before = "[";
    String previous = null;
    String lastButOne = null;
    String[] kinds = {"user_message", "assistant_message", "metrics_turn", "commitment_open"};
    for (int id = 1; written < bytes; id++) {
      String content = chance.word() + " " + chance.word();
      String kind = kinds[id % kinds.length];
      String follows = id > 3 && chance.oneIn(25) ? lastButOne : previous;
      String hash = hash(kind, content, follows);
      ObjectNode row =
          JSON.objectNode()
              .put("id", id)
              .put("ts", Instant.ofEpochMilli(tick()).toString())
              .put("kind", kind)
              .put("content", content);
      row.putObject("meta").put("n", 1);
      row.put("prev_hash", follows).put("hash", hash);
      lastButOne = previous;
      previous = hash;
      if (id != 7) {
        put(before + row);
        before = ",\n";
      }
    }
    put("]");
  }

  private static String hash(String kind, String content, @Nullable String previous) {
    String json =
        "{\"content\":\"%s\",\"kind\":\"%s\",\"meta\":{\"n\":1},\"prev_hash\":%s}"
            .formatted(content, kind, previous == null ? "null" : "\"" + previous + "\"");
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(json.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
