package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.Part;

/** The pieces of a message's content, which are texts, files, and whatever else. */
final class Pieces {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Where a talk by voice and picture points to its files. */
  private static final List<String> REAL_TIME =
      List.of("audio_asset_pointer", "video_container_asset_pointer", "frames_asset_pointers");

  /** Stands in the shape for a piece that a part tells. */
  private static final int TOLD = 0;

  private final ContentReader reader;
  private final List<Part> parts = new ArrayList<>();
  private final ArrayNode rest = JSON.arrayNode();
  private final ArrayNode shape = JSON.arrayNode();
  private boolean shaped;

  Pieces(ContentReader reader) {
    this.reader = reader;
  }

  /** Returns what no part tells of them. */
  ArrayNode read(List<JsonNode> pieces) {
    pieces.forEach(this::take);
    boolean usual = parts.isEmpty() && pieces.equals(List.of(JSON.textNode("")));
    shaped = !usual && (shaped || pieces.isEmpty());
    return rest;
  }

  /** What was made of them. */
  List<Part> parts() {
    return parts;
  }

  /**
   * All pieces in their order, with a number for each that is told by a part; empty where that
   * follows from the parts.
   */
  Optional<ArrayNode> shape() {
    return shaped ? Optional.of(shape) : Optional.empty();
  }

  private void take(JsonNode piece) {
    if (piece.isObject()) {
      take((ObjectNode) piece);
    } else if (piece.isNull() || piece.isTextual() && piece.textValue().isEmpty()) {
      shaped = true;
      shape.add(piece);
    } else {
      tell(
          piece.isTextual()
              ? reader.said(piece.textValue())
              : new Part.Unknown("part", Json.raw(piece)));
    }
  }

  private void tell(Part part) {
    parts.add(part);
    shape.add(TOLD);
  }

  /** A piece that is no text: what of it has no place in a part goes to the rest. */
  private void take(ObjectNode piece) {
    String type = piece.path("content_type").asText();
    switch (type) {
      case "audio_transcription" -> {
        ObjectNode whole = piece.deepCopy();
        String text = new Fields(piece).words("text");
        if (!text.isEmpty()) {
          parts.add(new Part.Transcript(text));
        }
        rest.add(piece);
        shape.add(text.isEmpty() ? whole : piece);
        shaped |= text.isEmpty();
      }
      case "image_asset_pointer", "audio_asset_pointer", "video_container_asset_pointer" -> {
        Part pointer = reader.assets().pointer(piece);
        if (pointer instanceof Part.Attachment) {
          parts.add(pointer);
          rest.add(piece);
          shape.add(piece);
        } else {
          tell(pointer);
        }
      }
      case "real_time_user_audio_video_asset_pointer" -> {
        int before = parts.size();
        REAL_TIME.forEach(name -> pointers(piece.path(name)));
        if (parts.size() == before) {
          tell(new Part.Unknown(type, Json.raw(piece)));
        } else {
          rest.add(piece);
          shape.add(piece);
          shaped = true;
        }
      }
      default -> tell(new Part.Unknown(type.isEmpty() ? "part" : type, Json.raw(piece)));
    }
  }

  /** One pointer or many, each an object or the bare name of a file. */
  private void pointers(JsonNode value) {
    if (value.isArray()) {
      value.forEach(this::pointers);
    } else if (value.isTextual() && !value.textValue().isEmpty()) {
      parts.add(reader.assets().pointer(JSON.objectNode().put("asset_pointer", value.textValue())));
    } else if (value.path("asset_pointer").isTextual()) {
      parts.add(reader.assets().pointer(value));
    }
  }
}
