package pmm.mind.archive.aistudio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.WholeFileReader;
import pmm.mind.archive.tree.Chain;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * Reads a prompt with its chunks. A chunk that was branched off says so in its raw JSON: its file
 * does not hold the other branch.
 */
public final class AiStudioReader extends WholeFileReader {
  private static final String INLINE_DATA = "inlineData";
  private static final String INSTRUCTION = "systemInstruction";
  private static final String PARTS = "parts";

  /** A reader. */
  public AiStudioReader() {
    super(Format.AI_STUDIO);
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("chunkedPrompt");
  }

  @Override
  protected List<ArchivedConversation> items(JsonNode entry, Place place) {
    Fields file = new Fields(entry);
    Fields prompt = file.object("chunkedPrompt");
    Optional<String> model =
        Optional.of(Json.whole(file.peek("runSettings").path("model").asText("")))
            .filter(name -> !name.isEmpty());
    Chain chain = new Chain();
    String instruction = instruction(file);
    if (!instruction.isEmpty()) {
      chain.add(
          new NodeBuilder(Role.SYSTEM)
              .hidden(true)
              .parts(List.of(new Part.Context(INSTRUCTION, instruction))));
    }
    for (JsonNode chunk : prompt.array("chunks")) {
      if (!chunk.isObject()) {
        chain.add(NodeBuilder.unread("chunk", chunk));
        continue;
      }
      Fields fields = new Fields(chunk);
      Role role = role(fields.peek("role").asText());
      if (role != Role.OTHER) {
        fields.take("role");
      }
      chain.add(
          new NodeBuilder(role)
              .created(fields.time("createTime"))
              .model(role == Role.ASSISTANT ? model : Optional.empty())
              .parts(parts(fields))
              .raw(fields.rest()));
    }
    file.keep("chunkedPrompt", prompt);
    String name = place.member().substring(place.member().lastIndexOf('/') + 1);
    String id = chain.isEmpty() ? ContentHash.name(name) : "";
    return List.of(
        chain.conversation(place, id, name, ArchivedTime.UNKNOWN, model, false, file.rest()));
  }

  private static Role role(String role) {
    return switch (role) {
      case "user" -> Role.PERSON;
      case "model" -> Role.ASSISTANT;
      default -> Role.OTHER;
    };
  }

  private static String instruction(Fields file) {
    if (file.peek(INSTRUCTION).isTextual()) {
      return file.words(INSTRUCTION);
    }
    Fields instruction = file.object(INSTRUCTION);
    StringBuilder text = new StringBuilder(instruction.words("text"));
    ArrayNode rest = JsonNodeFactory.instance.arrayNode();
    for (JsonNode part : instruction.array(PARTS)) {
      String words = new Fields(part).words("text");
      text.append(text.isEmpty() || words.isEmpty() ? "" : "\n").append(words);
      keep(part, rest);
    }
    keep(rest, instruction);
    file.keep(INSTRUCTION, instruction);
    return text.toString();
  }

  /** What of a piece has no place in a part. */
  private static void keep(JsonNode piece, ArrayNode rest) {
    if (!piece.isEmpty() || piece.isValueNode()) {
      rest.add(piece);
    }
  }

  private static void keep(ArrayNode rest, Fields of) {
    if (!rest.isEmpty()) {
      of.keep(PARTS, rest);
    }
  }

  /** The text of a chunk is also given in pieces; they count only where the whole is missing. */
  private static List<Part> parts(Fields chunk) {
    boolean thought = chunk.flag("isThought");
    List<Part> parts = new ArrayList<>();
    String text = chunk.words("text");
    if (text.isEmpty()) {
      ArrayNode rest = JsonNodeFactory.instance.arrayNode();
      for (JsonNode piece : chunk.array(PARTS)) {
        if (piece(piece, thought, parts)) {
          keep(piece, rest);
        }
      }
      keep(rest, chunk);
    } else {
      parts.add(text(text, thought));
      for (JsonNode piece : chunk.peek(PARTS)) {
        if (piece.path(INLINE_DATA).isObject()) {
          parts.add(inline(INLINE_DATA, new Fields(piece.path(INLINE_DATA))));
        }
      }
    }
    for (String kind : List.of("driveDocument", "driveImage", "driveAudio", "driveVideo")) {
      Fields drive = chunk.object(kind);
      String id = drive.text("id");
      chunk.keep(kind, drive);
      if (!id.isEmpty()) {
        parts.add(
            new Part.Attachment(
                id, "", "", -1, Optional.empty(), Optional.empty(), Optional.empty()));
      }
    }
    for (String kind : List.of("inlineFile", INLINE_DATA, "inlineImage", "inlineAudio")) {
      if (chunk.peek(kind).isObject()) {
        Fields file = chunk.object(kind);
        parts.add(inline(kind, file));
        chunk.keep(kind, file);
      }
    }
    for (String kind : List.of("executableCode", "codeExecutionResult")) {
      Fields code = chunk.object(kind);
      String words = code.text(kind.equals("executableCode") ? "code" : "output");
      if (!words.isEmpty()) {
        boolean failed = !code.peek("outcome").asText("OUTCOME_OK").contains("OK");
        parts.add(
            kind.equals("executableCode")
                ? new Part.Code(code.text("language"), words)
                : new Part.ToolResult("", words, failed));
      }
      chunk.keep(kind, code);
    }
    return parts;
  }

  /** Reads a piece; whether what is left of it is to be kept. */
  private static boolean piece(JsonNode piece, boolean thought, List<Part> parts) {
    Fields fields = new Fields(piece);
    boolean hasFile = fields.peek(INLINE_DATA).isObject();
    String words = fields.words("text");
    if (!words.isEmpty()) {
      parts.add(text(words, thought || piece.path("thought").asBoolean()));
    } else if (!hasFile) {
      parts.add(new Part.Unknown("part", Json.raw(piece)));
      return false;
    }
    if (hasFile) {
      Fields file = fields.object(INLINE_DATA);
      parts.add(inline(INLINE_DATA, file));
      fields.keep(INLINE_DATA, file);
    }
    return true;
  }

  /** A file of which there are the bytes; else whatever there is. */
  private static Part inline(String kind, Fields file) {
    Optional<Part.Attachment> taken = InlineFile.take(kind, file);
    if (taken.isPresent()) {
      return taken.get();
    }
    Part unknown = new Part.Unknown(kind, file.rest());
    file.clear();
    return unknown;
  }

  private static Part text(String words, boolean thought) {
    return thought ? new Part.Reasoning(words) : Part.Text.of(words);
  }
}
