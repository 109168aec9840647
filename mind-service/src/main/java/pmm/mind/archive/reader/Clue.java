package pmm.mind.archive.reader;

import java.util.Set;

/**
 * What is seen of a file before it is read.
 *
 * @param name its name without folders, in lower case
 * @param fields of JSON: the names of the fields of one entry, as far as they were read
 * @param head of anything else: its first bytes as Latin-1; empty for JSON
 */
public record Clue(String name, Set<String> fields, String head) {
  /** Whether an entry has all of these fields. */
  public boolean has(String... names) {
    for (String field : names) {
      if (!fields.contains(field)) {
        return false;
      }
    }
    return true;
  }
}
