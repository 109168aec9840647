package pmm.mind.archive.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
 * @param raw what of it is of no use here, as JSON
 * @param marks what is odd about it
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
    String raw,
    Set<Oddity.Kind> marks) {

  /** Takes its own copies of the collections. */
  public ArchivedNode {
    parts = List.copyOf(parts);
    marks = Set.copyOf(marks);
  }

  /** A node that is as it should be. */
  public ArchivedNode(
      String originalId,
      Optional<String> parent,
      Role role,
      String speaker,
      ArchivedTime created,
      ArchivedTime updated,
      Optional<String> model,
      boolean hidden,
      List<Part> parts,
      String raw) {
    this(originalId, parent, role, speaker, created, updated, model, hidden, parts, raw, Set.of());
  }

  /** The same node elsewhere in its tree. */
  public ArchivedNode under(Optional<String> other) {
    return with(originalId, other, model, marks);
  }

  /** The same node by another name. */
  public ArchivedNode named(String other) {
    return with(other, parent, model, marks);
  }

  /** The same node of another model. */
  public ArchivedNode by(Optional<String> other) {
    return with(originalId, parent, other, marks);
  }

  /** The same node, with one more thing odd about it. */
  public ArchivedNode marked(Oddity.Kind odd) {
    Set<Oddity.Kind> more = EnumSet.of(odd);
    more.addAll(marks);
    return with(originalId, parent, model, more);
  }

  private ArchivedNode with(
      String id, Optional<String> under, Optional<String> by, Set<Oddity.Kind> odd) {
    return new ArchivedNode(
        id, under, role, speaker, created, updated, by, hidden, parts, raw, odd);
  }

  /** Whether it is a mere place in the tree, as the root of a ChatGPT conversation is. */
  public boolean placeholder() {
    return parts.isEmpty();
  }
}
