package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The files of messages whose bytes are kept: each is given a name on its way out in which no word
 * of a person stands, and the same bytes one name.
 */
public final class KeptFiles {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9]{1,8}");

  /** What files are mostly of which the archive gave no name. */
  private static final Map<String, String> ENDINGS =
      Map.of(
          "image/png", "png",
          "image/jpeg", "jpg",
          "image/gif", "gif",
          "image/webp", "webp",
          "audio/wav", "wav",
          "audio/mpeg", "mp3",
          "video/mp4", "mp4",
          "application/pdf", "pdf",
          "text/plain", "txt");

  private final Form form;
  private final Map<String, List<String>> chunks = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, String> paths = new HashMap<>();

  /** How the files lie beside the documents. */
  public enum Form {
    /** Not at all: they are counted. */
    NONE,
    /** Under their digest in the folder {@code files}; the documents name each by its path. */
    FOLDER,
    /** As ChatGPT has them: by the id that stands in the message. */
    CHATGPT
  }

  /** Of no document yet. */
  public KeptFiles(Form form) {
    this.form = form;
  }

  /** Returns a sink that hands on what it is given, once the files in it have names. */
  public Transcripts.Sink before(Transcripts.Sink next) {
    return new Transcripts.Sink() {
      @Override
      public void begin(long throughEventId) throws IOException {
        next.begin(throughEventId);
      }

      @Override
      public void conversation(ObjectNode talk) throws IOException {
        for (JsonNode node : talk.path("nodes")) {
          for (JsonNode part : node.path("parts")) {
            take(node, part, part.path("name").asText());
          }
        }
        next.conversation(talk);
      }

      @Override
      public void other(ObjectNode other) throws IOException {
        for (int i = 0; form != Form.CHATGPT && i < other.path("attachments").size(); i++) {
          String name = other.path("files").path(i).path("name").asText();
          take(other, other.path("attachments").get(i), name);
        }
        next.other(other);
      }

      @Override
      public void end() throws IOException {
        next.end();
      }
    };
  }

  private void take(JsonNode of, JsonNode file, String name) {
    String sha256 = file.path("sha256").asText();
    if (!file.path("chunks").isArray() || !DIGEST.matcher(sha256).matches()) {
      return;
    }
    String path =
        form == Form.CHATGPT
            ? ChatGptFiles.id(of, file) + "." + ending(name, file)
            : paths.computeIfAbsent(sha256, sha -> "files/" + sha + "." + ending(name, file));
    List<String> hashes = new ArrayList<>();
    file.path("chunks").forEach(hash -> hashes.add(hash.asText()));
    chunks.putIfAbsent(path, hashes);
    if (!name.isEmpty()) {
      names.putIfAbsent(path, name);
    }
    if (form == Form.FOLDER) {
      ((ObjectNode) file).put("path", path);
    }
  }

  private static String ending(String name, JsonNode file) {
    String given = name.substring(name.lastIndexOf('.') + 1);
    return name.contains(".") && ENDING.matcher(given).matches()
        ? given.toLowerCase(Locale.ROOT)
        : ENDINGS.getOrDefault(file.path("mime").asText(), "bin");
  }

  /** For each path the SHA-256 of each MiB of its bytes, in the order of the documents. */
  public Map<String, List<String>> chunks() {
    return chunks;
  }

  /** What those are called that have a name, by their paths. */
  public Map<String, String> names() {
    return names;
  }
}
