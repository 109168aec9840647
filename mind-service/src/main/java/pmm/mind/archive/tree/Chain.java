package pmm.mind.archive.tree;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.TooLargeException;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.source.Limits;

/** A conversation in which each message follows the one before it, unless it says otherwise. */
public final class Chain {
  private final List<ArchivedNode> nodes = new ArrayList<>();
  private Optional<String> last = Optional.empty();

  /** The next message. */
  public Chain add(NodeBuilder message) {
    last = Optional.of(beside(message, last).originalId());
    return this;
  }

  /**
   * A message under another one; the next one still follows the last.
   *
   * @throws UncheckedIOException with a {@link TooLargeException} if there are too many
   */
  public ArchivedNode beside(NodeBuilder message, Optional<String> parent) {
    if (nodes.size() >= Limits.DEFAULT.messages()) {
      throw new UncheckedIOException(TooLargeException.messages(Limits.DEFAULT.messages()));
    }
    ArchivedNode node = message.parent(parent).build();
    nodes.add(node);
    return node;
  }

  /** The message that the next one follows. */
  public Optional<String> last() {
    return last;
  }

  /** The next one follows this. */
  public void follow(Optional<String> id) {
    last = id;
  }

  /** Whether nothing was said. */
  public boolean isEmpty() {
    return nodes.isEmpty();
  }

  /**
   * All of it.
   *
   * @param id its id; empty if it has none, then that of its first message with its title
   */
  public ArchivedConversation conversation(
      Place place,
      String id,
      String title,
      ArchivedTime created,
      Optional<String> model,
      boolean inferred,
      String raw) {
    MessageTree tree = new MessageTree(nodes);
    String name =
        id.isEmpty()
            ? ContentHash.name(
                title, tree.nodes().isEmpty() ? "" : tree.nodes().getFirst().originalId())
            : id;
    return new ArchivedConversation(
        place,
        name,
        title,
        created,
        ArchivedTime.UNKNOWN,
        false,
        last.filter(tree::holds),
        model,
        inferred,
        tree.nodes(),
        tree.oddities(),
        raw);
  }
}
