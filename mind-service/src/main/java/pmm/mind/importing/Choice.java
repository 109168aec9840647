package pmm.mind.importing;

import java.util.Set;

/**
 * What of an archive is taken in.
 *
 * @param only the conversations to take in, by the archive's ids; empty for all
 * @param except those to leave out
 * @param conversationsOnly whether all that is no conversation is left out
 */
record Choice(Set<String> only, Set<String> except, boolean conversationsOnly) {
  static final Choice ALL = new Choice(Set.of(), Set.of(), false);

  Choice {
    only = Set.copyOf(only);
    except = Set.copyOf(except);
  }

  boolean takes(String originalId) {
    return (only.isEmpty() || only.contains(originalId)) && !except.contains(originalId);
  }

  boolean isPartial() {
    return !equals(ALL);
  }
}
