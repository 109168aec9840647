package pmm.mind.archive.model;

/**
 * Where in an archive something stands.
 *
 * @param member the file's name within the archive
 * @param entry the number of the entry in that file, from 0, or -1 for the file as a whole
 */
public record Place(String member, long entry) {
  /** The file as a whole. */
  public static Place of(String member) {
    return new Place(member, -1);
  }

  /** As it is told to a person; entries count from 1 there. */
  @Override
  public String toString() {
    return entry < 0 ? member : member + ", entry " + (entry + 1);
  }
}
