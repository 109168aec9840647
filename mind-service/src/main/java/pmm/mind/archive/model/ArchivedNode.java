package pmm.mind.archive.model;

import java.util.List;
import java.util.Optional;

/**
 * A message of a conversation, or a place in its tree without one (no parts then).
 *
 * @param originalId the archive's id; where it has none, one that follows from what the node says
 *     and not from its place in the file. Unique in its conversation
 * @param parent the node it answers; empty at a root
 * @param role who speaks
 * @param speaker the name of who speaks, as characters and tools have one; empty if the role says
 *     it all
 * @param created when it was written
 * @param updated when it was last changed
 * @param model the model that wrote it; empty: unknown
 * @param hidden whether the old program hid it from the person
 * @param parts what it holds
 * @param contentHash SHA-256 in lower-case hex over role and parts as the archive has them,
 *     whatever the order of its keys. Together with the id it is the identity of the node: times,
 *     model, parent and what is of no use here do not change it
 * @param raw what of it is of no use here, as JSON
 */
public record ArchivedNode(
    String originalId,
    Optional<String> parent,
    Role role,
    String speaker,
    ArchivedTime created,
    ArchivedTime updated,
    Optional<String> model,
    boolean hidden,
    List<Part> parts,
    String contentHash,
    String raw) {

  /** Takes its own copy of the list. */
  public ArchivedNode {
    parts = List.copyOf(parts);
  }

  /** The same node elsewhere in its tree. */
  public ArchivedNode under(Optional<String> other) {
    return new ArchivedNode(
        originalId, other, role, speaker, created, updated, model, hidden, parts, contentHash, raw);
  }

  /** Whether it is a mere place in the tree, as the root of a ChatGPT conversation is. */
  public boolean placeholder() {
    return parts.isEmpty();
  }
}
