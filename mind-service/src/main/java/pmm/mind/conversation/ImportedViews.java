package pmm.mind.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import pmm.mind.v1.ImportedFile;
import pmm.mind.v1.ImportedMessage;
import pmm.mind.v1.ImportedPart;
import pmm.mind.v1.ImportedPart.Kind;
import pmm.mind.v1.ImportedSource;
import pmm.mindstate.Words;
import pmm.mindstate.transcript.ImportedMessages;
import pmm.mindstate.transcript.Passage;

/** Imported messages with what stands beside them, as far as there is room on a page. */
final class ImportedViews {
  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_NAME = 300;
  private static final int LONGEST_ADDRESS = 8_000;

  private final ImportedMessages messages;
  private int room;

  /**
   * Views of what these messages say.
   *
   * @param room how long all of them may be together, in bytes
   */
  ImportedViews(ImportedMessages messages, int room) {
    this.messages = messages;
    this.room = room;
  }

  /**
   * Returns what an archive says of a message.
   *
   * @param isLast whether no message of the old talk follows it
   */
  ImportedMessage of(long eventId, boolean isLast) {
    ImportedMessage.Builder view =
        ImportedMessage.newBuilder()
            .setSpeaker(Words.first(messages.speaker(eventId), LONGEST_NAME))
            .addAllMarks(messages.marks(eventId));
    List<ImportedPart> own = new ArrayList<>();
    messages.own(eventId).forEach(passage -> addOwn(passage, own));
    List<ImportedPart> before = beside(messages.before(eventId));
    List<ImportedPart> after = isLast ? beside(messages.after(eventId)) : List.of();
    view.addAllParts(fitting(own)).addAllBefore(fitting(before)).addAllAfter(fitting(after));
    int all = own.size() + before.size() + after.size();
    int fit = view.getPartsCount() + view.getBeforeCount() + view.getAfterCount();
    return view.setIncomplete(fit < all || messages.isIncomplete()).build();
  }

  private List<ImportedPart> fitting(List<ImportedPart> parts) {
    List<ImportedPart> fitting = new ArrayList<>();
    for (ImportedPart part : parts) {
      int size = part.getSerializedSize() + 8;
      if (size <= room) {
        room -= size;
        fitting.add(part);
      }
    }
    return fitting;
  }

  /** The words are in the message: where each part of them stands is enough. */
  private static void addOwn(Passage passage, List<ImportedPart> own) {
    int at = 0;
    int files = 0;
    for (JsonNode part : passage.parts()) {
      int length = part.path("text").asText().length();
      int start = at > 0 && length > 0 ? at + Passage.BETWEEN.length() : at;
      at = start + length;
      if (type(part).equals("forgotten")) {
        continue;
      }
      ImportedPart.Builder view = begin(passage, kind(part)).setStart(start).setEnd(at);
      view.setLanguage(name(part, "language")).addAllSources(sources(part, start));
      if (type(part).equals("file")) {
        view.setFile(file(passage, part, files++));
      }
      own.add(view.build());
    }
    if (own.size() == 1 && isPlain(own.getFirst())) {
      own.clear();
    }
  }

  private static boolean isPlain(ImportedPart part) {
    return part.getKind() == Kind.KIND_TEXT && part.getSourcesCount() == 0;
  }

  /** What is of one nature is one part here, and each file one more. */
  private static List<ImportedPart> beside(List<Passage> passages) {
    List<ImportedPart> beside = new ArrayList<>();
    for (Passage passage : passages) {
      List<JsonNode> worded =
          passage.parts().stream().filter(part -> !type(part).equals("file")).toList();
      if (!worded.isEmpty()) {
        beside.add(worded(passage, worded));
      }
      int files = 0;
      for (JsonNode part : passage.parts()) {
        if (type(part).equals("file")) {
          ImportedPart.Builder view = begin(passage, Kind.KIND_FILE);
          view.setFile(file(passage, part, files++));
          beside.add(withText(view, part.path("text").asText()).build());
        }
      }
    }
    return beside;
  }

  private static ImportedPart worded(Passage passage, List<JsonNode> parts) {
    JsonNode first = parts.getFirst();
    boolean whole = parts.size() == passage.parts().size();
    String text =
        whole
            ? passage.words()
            : parts.stream()
                .map(part -> part.path("text").asText())
                .collect(Collectors.joining(Passage.BETWEEN));
    ImportedPart.Builder view =
        begin(passage, besideKind(passage, first))
            .setName(name(first, first.has("name") ? "name" : "of"))
            .setLanguage(name(first, "language"))
            .setFailed(first.path("error").asBoolean());
    if (view.getKind() == Kind.KIND_HIDDEN) {
      view.setName(Words.first(passage.record(), LONGEST_NAME));
    }
    parts.forEach(part -> view.addAllSources(sources(part, -1)));
    return withText(view, text).build();
  }

  private static ImportedPart.Builder begin(Passage passage, Kind kind) {
    return ImportedPart.newBuilder().setKind(kind).addAllEventIds(passage.eventIds());
  }

  private static ImportedPart.Builder withText(ImportedPart.Builder view, String text) {
    if (text.length() <= LONGEST_TEXT) {
      return view.setText(text);
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1)) ? 1 : 0;
    return view.setText(text.substring(0, LONGEST_TEXT - end)).setCut(true);
  }

  private static Kind kind(JsonNode part) {
    return switch (type(part)) {
      case "code" -> Kind.KIND_CODE;
      case "transcript" -> Kind.KIND_TRANSCRIPT;
      case "file" -> Kind.KIND_FILE;
      case "reasoning" -> Kind.KIND_REASONING;
      case "tool_call" -> Kind.KIND_TOOL_CALL;
      case "tool_result" -> Kind.KIND_TOOL_RESULT;
      case "context" -> Kind.KIND_CONTEXT;
      case "unknown" -> Kind.KIND_UNKNOWN;
      case "forgotten" -> Kind.KIND_FORGOTTEN;
      default -> Kind.KIND_TEXT;
    };
  }

  /** Words that were not said are a tool's, or were hidden. */
  private static Kind besideKind(Passage passage, JsonNode part) {
    Kind kind = kind(part);
    return switch (kind) {
      case KIND_TEXT, KIND_CODE, KIND_TRANSCRIPT ->
          switch (passage.kind()) {
            case "tool_called" -> Kind.KIND_TOOL_CALL;
            case "tool_returned" -> Kind.KIND_TOOL_RESULT;
            default -> Kind.KIND_HIDDEN;
          };
      default -> kind;
    };
  }

  private static ImportedFile file(Passage passage, JsonNode part, int index) {
    Passage.Kept kept = passage.file(index);
    ImportedFile.Builder file =
        ImportedFile.newBuilder()
            .setEventId(kept.eventId())
            .setIndex(kept.index())
            .setName(name(part, "name"))
            .setMediaType(name(part, "mime"))
            .setStored(part.path("chunks").isArray());
    if (part.path("size").isIntegralNumber()) {
      file.setSize(part.path("size").longValue());
    }
    return file.build();
  }

  private static List<ImportedSource> sources(JsonNode part, int start) {
    List<ImportedSource> sources = new ArrayList<>();
    for (JsonNode citation : part.path("citations")) {
      ImportedSource.Builder source = ImportedSource.newBuilder().setTitle(name(citation, "title"));
      String url = citation.path("url").asText();
      if (url.length() <= LONGEST_ADDRESS) {
        source.setUrl(url);
      }
      if (start >= 0 && citation.path("start").asInt(-1) >= 0) {
        source.setStart(start + citation.path("start").asInt());
        source.setEnd(start + citation.path("end").asInt());
      }
      sources.add(source.build());
    }
    return sources;
  }

  private static String name(JsonNode part, String key) {
    return Words.first(part.path(key).asText(), LONGEST_NAME);
  }

  private static String type(JsonNode part) {
    return part.path("type").asText();
  }
}
