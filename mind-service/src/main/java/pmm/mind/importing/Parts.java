package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pmm.mind.archive.model.Part;
import pmm.mind.ledger.Draft;

/** What an event keeps of the parts that its words came from, so that they can be had back. */
final class Parts {
  /** What stands between the words of two parts. */
  static final String BETWEEN = "\n\n";

  /** More than an event's meta should hold, in characters. */
  private static final int MOST_FACTS = 60_000;

  private Parts() {}

  /** The words of a part; empty if it has none. */
  static String words(Part part) {
    return switch (part) {
      case Part.Text text -> text.text();
      case Part.Reasoning reasoning -> reasoning.text();
      case Part.ToolCall call -> call.input();
      case Part.ToolResult result -> result.text();
      case Part.Code code -> code.text();
      case Part.Transcript transcript -> transcript.text();
      case Part.Context context -> context.text();
      case Part.Attachment file -> file.text().orElse("");
      case Part.Unknown unknown -> unknown.raw();
    };
  }

  /** Whether the words are all there is to say of them. */
  static boolean isPlain(List<Part> run) {
    return run.size() == 1
        && !(run.getFirst() instanceof Part.Code
            || run.getFirst() instanceof Part.Transcript
            || run.getFirst() instanceof Part.Attachment);
  }

  /** Each part's nature and the length of its words, in UTF-16 units. */
  static ArrayNode facts(List<Part> run) {
    ArrayNode facts = JsonNodeFactory.instance.arrayNode();
    int left = MOST_FACTS;
    for (Part part : run) {
      ObjectNode fact = fact(part).put("length", words(part).length());
      left -= fact.toString().length();
      if (left < 0) {
        // So many that they would not fit: the words stay, their seams do not.
        facts.addObject().put("type", "more");
        break;
      }
      facts.add(fact);
    }
    return facts;
  }

  private static ObjectNode fact(Part part) {
    return switch (part) {
      case Part.Text _ -> type("text");
      case Part.Reasoning _ -> type("reasoning");
      case Part.ToolCall _ -> type("tool_call");
      case Part.ToolResult _ -> type("tool_result");
      case Part.Code code ->
          code.language().isEmpty() ? type("code") : type("code").put("language", code.language());
      case Part.Transcript _ -> type("transcript");
      case Part.Context _ -> type("context");
      case Part.Attachment _ -> type("file");
      case Part.Unknown _ -> type("unknown");
    };
  }

  private static ObjectNode type(String type) {
    return Draft.facts().put("type", type);
  }

  /** The words of a part as the archive has them. */
  static String written(Part part) {
    return part instanceof Part.Text text ? text.original().orElse(text.text()) : words(part);
  }

  /** What the archive says of a run's words: where it cites what, and how it was written there. */
  static ObjectNode details(List<Part> run) {
    ArrayNode texts = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < run.size(); i++) {
      ObjectNode detail = detail(run.get(i));
      if (!detail.isEmpty()) {
        texts.add(detail.put("part", i));
      }
    }
    ObjectNode details = Draft.facts();
    if (!texts.isEmpty()) {
      details.set("texts", texts);
    }
    switch (run.isEmpty() ? null : run.getFirst()) {
      case Part.Context context -> details.put("of", context.kind());
      case Part.Unknown unknown -> details.put("of", unknown.type());
      case null, default -> {}
    }
    return details;
  }

  private static ObjectNode detail(Part part) {
    ObjectNode detail = Draft.facts();
    if (part instanceof Part.Text text) {
      text.original().ifPresent(original -> detail.put("original", Mended.text(original)));
      if (!text.citations().isEmpty()) {
        detail.set("citations", citations(text.citations()));
      }
    }
    ArrayNode mended = Mended.places(written(part));
    if (!mended.isEmpty()) {
      detail.set("mended", mended);
    }
    return detail;
  }

  private static ArrayNode citations(List<Part.Citation> citations) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Part.Citation citation : citations) {
      list.addObject()
          .put("start", citation.start())
          .put("end", citation.end())
          .put("title", citation.title())
          .put("url", citation.url())
          .put("raw", citation.raw());
    }
    return list;
  }
}
