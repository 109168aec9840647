package pmm.mind.archive.tree;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.TooLargeException;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Role;

/**
 * A message in the making. Without an id of its own it is named by what it says, when, and in
 * answer to what.
 */
public final class NodeBuilder {
  private final Role role;
  private final List<Part> parts = new ArrayList<>();
  private String id = "";
  private Optional<String> parent = Optional.empty();
  private String speaker = "";
  private ArchivedTime created = ArchivedTime.UNKNOWN;
  private ArchivedTime updated = ArchivedTime.UNKNOWN;
  private Optional<String> model = Optional.empty();
  private boolean hidden;
  private String raw = Json.NOTHING;
  private final Set<Oddity.Kind> marks = EnumSet.noneOf(Oddity.Kind.class);

  /** A message of someone. */
  public NodeBuilder(Role role) {
    this.role = role;
  }

  /** What stands where a message should, and is none. */
  public static NodeBuilder unread(String type, JsonNode entry) {
    return new NodeBuilder(Role.OTHER).parts(List.of(new Part.Unknown(type, Json.raw(entry))));
  }

  /** Its id; empty if it has none. */
  public NodeBuilder id(String value) {
    id = value;
    return this;
  }

  /** What it answers. */
  public NodeBuilder parent(Optional<String> value) {
    parent = value;
    return this;
  }

  /** The name of who speaks. */
  public NodeBuilder speaker(String value) {
    speaker = value;
    return this;
  }

  /** When it was written. */
  public NodeBuilder created(ArchivedTime value) {
    created = value;
    return this;
  }

  /** When it was last changed. */
  public NodeBuilder updated(ArchivedTime value) {
    updated = value;
    return this;
  }

  /** The model that wrote it. */
  public NodeBuilder model(Optional<String> value) {
    model = value;
    return this;
  }

  /** Whether the person was not shown it. */
  public NodeBuilder hidden(boolean value) {
    hidden = value;
    return this;
  }

  /** More of what it holds. */
  public NodeBuilder parts(List<? extends Part> more) {
    parts.addAll(more);
    return this;
  }

  /** Words, unless there are none. */
  public NodeBuilder text(String words) {
    if (!words.isEmpty()) {
      parts.add(Part.Text.of(words));
    }
    return this;
  }

  /** What is of no use here. */
  public NodeBuilder raw(String json) {
    raw = json;
    return this;
  }

  /** What is odd about it. */
  public NodeBuilder marks(Set<Oddity.Kind> odd) {
    marks.addAll(odd);
    return this;
  }

  /** The message. */
  public ArchivedNode build() {
    TooLargeException.checkParts(parts.size());
    String name =
        id.isEmpty()
            ? ContentHash.name(parent.orElse(""), ContentHash.of(role, parts), created.raw())
            : id;
    return new ArchivedNode(
        name, parent, role, speaker, created, updated, model, hidden, parts, raw, marks);
  }
}
