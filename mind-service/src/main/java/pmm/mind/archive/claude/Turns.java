package pmm.mind.archive.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Fields;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.TooLargeException;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * The messages of a conversation. Some name their parents; those that do not follow the one before
 * them.
 */
final class Turns {
  private static final String ROOT = "00000000-0000-4000-8000-000000000000";

  private final List<ArchivedNode> nodes = new ArrayList<>();
  private Optional<String> last = Optional.empty();

  void add(JsonNode entry) throws TooLargeException {
    if (nodes.size() >= Limits.DEFAULT.messages()) {
      throw TooLargeException.messages(Limits.DEFAULT.messages());
    }
    if (!entry.isObject()) {
      append(
          new NodeBuilder(Role.OTHER)
              .parent(last)
              .parts(List.of(new Part.Unknown("message", Json.raw(entry)))));
      return;
    }
    Fields message = new Fields(entry);
    List<Part> parts = Blocks.of(message);
    String sender = message.text("sender");
    String parent = message.text("parent_message_uuid");
    append(
        new NodeBuilder(role(sender, parts))
            .id(message.text("uuid"))
            .parent(parent.isEmpty() ? last : Optional.of(parent).filter(id -> !id.equals(ROOT)))
            .speaker(role(sender, List.of()) == Role.OTHER ? sender : "")
            .created(message.time("created_at"))
            .updated(message.time("updated_at"))
            .model(message.maybe("model"))
            .parts(parts)
            .raw(message.rest()));
  }

  private void append(NodeBuilder message) {
    ArchivedNode node = message.build();
    nodes.add(node);
    last = Optional.of(node.originalId());
  }

  /** What looks like the person but brings tool results alone is the program. */
  private static Role role(String sender, List<Part> parts) {
    boolean results =
        !parts.isEmpty() && parts.stream().allMatch(Part.ToolResult.class::isInstance);
    return switch (sender) {
      case "human", "user" -> results ? Role.TOOL : Role.PERSON;
      case "assistant" -> Role.ASSISTANT;
      case "system" -> Role.SYSTEM;
      case "tool" -> Role.TOOL;
      default -> Role.OTHER;
    };
  }

  List<ArchivedNode> nodes() {
    return nodes;
  }

  Optional<String> last() {
    return last;
  }
}
