package pmm.mindfile;

import java.util.List;

/**
 * What was found.
 *
 * @param hits those asked for, best first
 * @param count how many there are in all
 * @param more whether there may be more than these, as only so many are looked at
 * @param loose whether nothing holds all of the words, so that these hold some, or words like them
 */
public record FindResult(List<SearchHit> hits, int count, boolean more, boolean loose) {
  static final FindResult NOTHING = new FindResult(List.of(), 0, false, false);

  /** Copies the list. */
  public FindResult {
    hits = List.copyOf(hits);
  }
}
