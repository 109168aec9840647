package pmm.mind.archive.model;

import java.util.Set;

/**
 * Something that is no talk and is kept as it is: an entry of a predecessor's ledger, a project, a
 * folder, the source of a tool. Inert; it moves no figure.
 *
 * @param kind what it is, such as {@code pmm.commitment_open} or {@code claude.project}
 * @param originalId the archive's id, empty if it has none
 * @param text what of it can be read by people, empty if nothing
 * @param raw all of it, as JSON
 * @param marks what is odd about it
 */
public record ArchivedRecord(
    Place place,
    String kind,
    String originalId,
    ArchivedTime created,
    String text,
    String raw,
    Set<Oddity.Kind> marks)
    implements ArchivedItem {

  /** Takes its own copy of the set. */
  public ArchivedRecord {
    marks = Set.copyOf(marks);
  }

  /** A record that is as it should be. */
  public ArchivedRecord(
      Place place, String kind, String originalId, ArchivedTime created, String text, String raw) {
    this(place, kind, originalId, created, text, raw, Set.of());
  }
}
