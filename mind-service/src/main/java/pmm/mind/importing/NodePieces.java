package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;
import pmm.mind.ledger.Draft;

/**
 * The events that one message of an archive becomes: one for each run of parts of the same nature,
 * in their order. The same message always becomes the same events.
 */
final class NodePieces {
  /** More than these would not fit into the facts of an event. */
  private static final int MOST_FILES = 100;

  private final ArchivedNode node;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Part> run = new ArrayList<>();
  private Nature nature = Nature.ALONE;

  private NodePieces(ArchivedNode node) {
    this.node = node;
  }

  /** What a part is: parts of the same nature that follow each other are one event. */
  private enum Nature {
    SAID,
    REASONING,
    /** Words that were not shown as said. */
    BESIDE,
    /** Each is an event of its own. */
    ALONE
  }

  /** Returns the events of a message, at least one. */
  static List<Piece> of(ArchivedNode node) {
    NodePieces made = new NodePieces(node);
    node.parts().forEach(made::take);
    made.endRun();
    if (made.pieces.isEmpty()) {
      made.add(Piece.RECORD, null, record("placeholder"), List.of());
    }
    return made.pieces;
  }

  private void take(Part part) {
    Nature next = natureOf(part);
    if (next != nature || next == Nature.ALONE || files() == MOST_FILES) {
      endRun();
      nature = next;
    }
    run.add(part);
  }

  private long files() {
    return run.stream().filter(Part.Attachment.class::isInstance).count();
  }

  private Nature natureOf(Part part) {
    return switch (part) {
      case Part.Text _, Part.Code _, Part.Transcript _, Part.Attachment _ ->
          node.role() == Role.TOOL ? Nature.ALONE : isTalk() ? Nature.SAID : Nature.BESIDE;
      case Part.Reasoning _ -> Nature.REASONING;
      case Part.ToolCall _, Part.ToolResult _, Part.Context _, Part.Unknown _ -> Nature.ALONE;
    };
  }

  /** What a program hid from the person was said by nobody. */
  private boolean isTalk() {
    return !node.hidden() && (node.role() == Role.PERSON || node.role() == Role.ASSISTANT);
  }

  private void endRun() {
    if (run.isEmpty()) {
      return;
    }
    switch (nature) {
      case SAID -> addRun(node.role() == Role.PERSON ? Piece.PERSON : Piece.ASSISTANT, facts());
      case REASONING -> addRun(Piece.RECORD, record("reasoning"));
      case BESIDE -> addRun(Piece.RECORD, record(node.hidden() ? "hidden" : roleId()));
      case ALONE -> addAlone(run.getFirst());
    }
    run.clear();
  }

  private void addAlone(Part part) {
    switch (part) {
      case Part.ToolCall call -> addRun("tool_called", named(call.name()));
      case Part.ToolResult result ->
          addRun(
              "tool_returned",
              result.error() ? named(result.name()).put("error", true) : named(result.name()));
      case Part.Context _ -> addRun(Piece.RECORD, record("context"));
      case Part.Unknown _ -> addRun(Piece.RECORD, record("unknown"));
      case Part.Text _, Part.Code _, Part.Transcript _, Part.Attachment _ ->
          addRun("tool_returned", named(node.speaker()));
      case Part.Reasoning _ -> throw new AssertionError("reasoning is never alone");
    }
  }

  /** The words of the parts stand behind each other; their lengths tell where each one ends. */
  private void addRun(String kind, ObjectNode facts) {
    StringBuilder words = new StringBuilder();
    List<Part.Attachment> files = new ArrayList<>();
    for (Part part : run) {
      String text = Parts.words(part);
      if (!words.isEmpty() && !text.isEmpty()) {
        words.append(Parts.BETWEEN);
      }
      words.append(text);
      if (part instanceof Part.Attachment file) {
        files.add(file);
      }
    }
    if (!Parts.isPlain(run)) {
      facts.set("parts", Parts.facts(run));
    }
    add(kind, words.toString(), facts, files);
  }

  private void add(
      String kind, @Nullable String words, ObjectNode facts, List<Part.Attachment> files) {
    if (!Piece.isSaid(kind)) {
      facts.put("role", roleId());
      if (node.hidden()) {
        facts.put("hidden", true);
      }
    }
    ObjectNode about = about(files);
    about.setAll(Parts.details(run));
    if (pieces.isEmpty()) {
      addLeftovers(about, facts);
    }
    List<String> cut = words == null ? List.of() : Cuts.of(Mended.text(words));
    Piece first = new Piece(kind, cut.isEmpty() ? null : cut.getFirst(), facts, files, about);
    pieces.add(first);
    cut.stream().skip(1).forEach(more -> pieces.add(goingOn(first, more)));
  }

  /** What the archive says of the message besides goes with its first event. */
  private void addLeftovers(ObjectNode about, ObjectNode facts) {
    if (!node.speaker().isEmpty() && !node.speaker().equals(facts.path("name").asText())) {
      about.put("speaker", node.speaker());
    }
    if (!node.raw().equals(Thing.NOTHING)) {
      about.put("raw", node.raw());
    }
  }

  /** What files are called may be words, which have no place in the facts. */
  static ObjectNode about(List<Part.Attachment> files) {
    ObjectNode about = facts();
    if (files.stream().anyMatch(file -> !(file.name() + file.reference()).isEmpty())) {
      ArrayNode names = about.putArray("files");
      for (Part.Attachment file : files) {
        ObjectNode row = names.addObject();
        put(row, "name", file.name());
        put(row, "reference", file.reference());
      }
    }
    return about;
  }

  private static void put(ObjectNode row, String key, String value) {
    if (!value.isEmpty()) {
      row.put(key, value);
    }
  }

  /** The event in which the words of one go on. */
  static Piece goingOn(Piece first, String words) {
    ObjectNode facts = first.facts().deepCopy().put("goes_on", true);
    facts.remove("parts");
    return new Piece(first.kind(), words, facts, List.of(), facts());
  }

  private String roleId() {
    return node.role().name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode facts() {
    return Draft.facts();
  }

  private static ObjectNode record(String what) {
    return facts().put("record", what);
  }

  private static ObjectNode named(String tool) {
    return tool.isEmpty() ? facts() : facts().put("name", tool);
  }
}
