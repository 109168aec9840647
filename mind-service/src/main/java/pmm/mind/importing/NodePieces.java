package pmm.mind.importing;

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
  /** Longer leftovers stand in an event of their own, so that no append grows too large. */
  private static final int LONG_DETAILS = 64 << 10;

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
    if (next != nature || next == Nature.ALONE) {
      endRun();
      nature = next;
    }
    run.add(part);
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
      case Part.Context context ->
          addRun(Piece.RECORD, record("context").put("of", context.kind()));
      case Part.Unknown unknown ->
          addRun(Piece.RECORD, record("unknown").put("of", unknown.type()));
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
    if (!node.speaker().isEmpty() && !facts.has("name")) {
      facts.put("name", node.speaker());
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
    int number = pieces.size();
    ObjectNode details = details(number == 0);
    boolean isLong = details.toString().length() > LONG_DETAILS;
    List<String> cut = words == null ? List.of() : Cuts.of(Cuts.storable(words));
    pieces.add(
        new Piece(
            kind,
            cut.isEmpty() ? null : cut.getFirst(),
            facts,
            files,
            details.isEmpty() || isLong ? null : details));
    for (int i = 1; i < cut.size(); i++) {
      ObjectNode goesOn = facts.deepCopy().put("goes_on", true);
      goesOn.remove("parts");
      pieces.add(new Piece(kind, cut.get(i), goesOn, List.of(), null));
    }
    if (isLong) {
      for (String each : Cuts.of(Cuts.storable(details.toString()))) {
        ObjectNode about = record("details").put("of_part", number).put("role", roleId());
        pieces.add(new Piece(Piece.RECORD, each, about, List.of(), null));
      }
    }
  }

  /** What the archive says of the message besides goes with its first event. */
  private ObjectNode details(boolean first) {
    ObjectNode details = Parts.details(run);
    if (first && !node.raw().equals(Thing.NOTHING)) {
      details.put("raw", node.raw());
    }
    return details;
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
