package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/**
 * The files of an archive by the ids that messages know them by, with the names that stand
 * elsewhere.
 */
final class Assets {
  /**
   * {@code file-AbC123}, {@code file_0000abc}: as in {@code sediment://file_0000abc} and {@code
   * file-AbC123-photo.png}.
   */
  private static final Pattern ID = Pattern.compile("file[-_][A-Za-z0-9]+");

  private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");

  private final Map<String, Content> contents = new HashMap<>();
  private final Map<String, Part.Attachment> described = new HashMap<>();

  private Assets() {}

  static Assets of(Reading reading) throws IOException {
    Assets assets = new Assets();
    for (Member file : reading.files()) {
      Matcher id = ID.matcher(file.member().substring(file.member().lastIndexOf('/') + 1));
      if (id.lookingAt()) {
        assets.contents.putIfAbsent(id.group(), file);
      }
    }
    for (Member file : reading.files()) {
      if (file.baseName().equals("library_files.json")) {
        reading.json().read(file, assets::library, item -> {});
      }
    }
    for (Member file : reading.files()) {
      if (file.baseName().equals("conversation_asset_file_names.json")) {
        reading.json().read(file, assets::names, item -> {});
      }
    }
    return assets;
  }

  /** The id within a pointer or a file's name, or all of it if there is none. */
  static String id(String reference) {
    Matcher id = ID.matcher(reference.substring(reference.lastIndexOf('/') + 1));
    return id.lookingAt() ? id.group() : reference;
  }

  /** A file that stands among the parts of a message. */
  Part pointer(JsonNode piece) {
    String reference = text(piece, "asset_pointer");
    if (reference.isEmpty()) {
      return new Part.Unknown(text(piece, "content_type"), Json.raw(piece));
    }
    return known(
        new Part.Attachment(
            reference,
            "",
            "",
            piece.path("size_bytes").asLong(-1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  /** A file of a message's {@code attachments}. */
  Part.Attachment attachment(JsonNode item) {
    return known(describe(item, text(item, "id")));
  }

  /** A pointer with the name that another place has for it. */
  Part.Attachment named(Part.Attachment pointer, Part.Attachment other) {
    return new Part.Attachment(
        pointer.reference(),
        pointer.name().isEmpty() ? other.name() : pointer.name(),
        pointer.mime().isEmpty() ? other.mime() : pointer.mime(),
        pointer.size() < 0 ? other.size() : pointer.size(),
        pointer.sha256().or(other::sha256),
        Optional.empty(),
        pointer.content().or(other::content));
  }

  private Part.Attachment known(Part.Attachment file) {
    String id = id(file.reference());
    Part.Attachment other = described.getOrDefault(id, file);
    Optional<Content> content = Optional.ofNullable(contents.get(id));
    Part.Attachment named = named(file, other);
    return new Part.Attachment(
        named.reference(),
        named.name(),
        named.mime(),
        named.size() < 0 ? content.map(Content::size).orElse(-1L) : named.size(),
        named.sha256(),
        Optional.empty(),
        content);
  }

  private static Part.Attachment describe(JsonNode item, String reference) {
    String digest = text(item, "sha256");
    return new Part.Attachment(
        reference,
        firstText(item, "name", "file_name", "filename"),
        firstText(item, "mime_type", "mimeType", "mime"),
        item.path("size").asLong(item.path("size_bytes").asLong(-1)),
        Optional.of(digest.toLowerCase(Locale.ROOT)).filter(hex -> DIGEST.matcher(hex).matches()),
        Optional.empty(),
        Optional.empty());
  }

  private List<ArchivedItem> library(JsonParser parser, Place place) throws IOException {
    JsonNode entry = parser.readValueAsTree();
    String id = id(firstText(entry, "file_id", "id", "asset_pointer"));
    if (!id.isEmpty()) {
      described.put(id, describe(entry, id));
    }
    return List.of();
  }

  private List<ArchivedItem> names(JsonParser parser, Place place) throws IOException {
    JsonNode map = parser.readValueAsTree();
    map.properties()
        .forEach(field -> {
          String id = id(field.getKey());
          Part.Attachment name =
              new Part.Attachment(
                  id,
                  Json.whole(field.getValue().asText("")),
                  "",
                  -1,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty());
          described.merge(id, name, (known, other) -> named(known, other));
        });
    return List.of();
  }

  private static String firstText(JsonNode node, String... names) {
    for (String name : names) {
      String text = text(node, name);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private static String text(JsonNode node, String name) {
    return node.path(name).isTextual() ? Json.whole(node.path(name).textValue()) : "";
  }
}
