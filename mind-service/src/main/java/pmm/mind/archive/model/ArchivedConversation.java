package pmm.mind.archive.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A conversation with all its branches.
 *
 * @param originalId the archive's id; where it has none, one that follows from what the
 *     conversation holds
 * @param title its title, empty if it has none
 * @param created when it began, as the archive says; {@link #began()} also looks elsewhere
 * @param updated when it was last changed
 * @param archived whether the person had put it away
 * @param currentLeaf the node that was shown last; empty if the archive does not say
 * @param defaultModel the model it was set to
 * @param inferred whether the archive has no conversations, and this grouping is a guess of the
 *     reader
 * @param nodes all nodes, each behind its parent, else by time, then by id: the order never depends
 *     on that of the file
 * @param oddities what was mended or left as it is
 * @param raw what of it is of no use here, as JSON
 */
public record ArchivedConversation(
    Place place,
    String originalId,
    String title,
    ArchivedTime created,
    ArchivedTime updated,
    boolean archived,
    Optional<String> currentLeaf,
    Optional<String> defaultModel,
    boolean inferred,
    List<ArchivedNode> nodes,
    List<Oddity> oddities,
    String raw)
    implements ArchivedItem {

  /** Takes its own copies of the lists. */
  public ArchivedConversation {
    nodes = List.copyOf(nodes);
    oddities = List.copyOf(oddities);
  }

  /**
   * When it began: as the archive says, else its earliest node, else its last change, else unknown.
   */
  public ArchivedTime began() {
    return created.or(
        nodes.stream()
            .map(ArchivedNode::created)
            .filter(ArchivedTime::known)
            .min(Comparator.comparingLong(time -> time.micros().orElseThrow()))
            .orElse(updated));
  }
}
