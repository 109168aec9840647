package pmm.mindfile;

import java.util.Set;

/**
 * A condition on an append: no event of {@code kinds} is newer than {@code afterEventId}.
 *
 * @param kinds the kinds to look for, at least one
 * @param afterEventId the newest event that the caller has taken into account; 0 for none
 */
public record Fence(Set<String> kinds, long afterEventId) {
  /** Checks and copies. */
  public Fence {
    kinds = Set.copyOf(kinds);
    if (kinds.isEmpty()) {
      throw MindFileException.invalid("fence without kinds (expected: at least one)");
    }
    if (afterEventId < 0) {
      throw MindFileException.invalid("fence after event " + afterEventId + " (expected: >= 0)");
    }
  }
}
