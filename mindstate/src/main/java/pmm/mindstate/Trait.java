package pmm.mindstate;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The five traits of a mind. */
public enum Trait {
  OPENNESS,
  CONSCIENTIOUSNESS,
  EXTRAVERSION,
  AGREEABLENESS,
  NEUROTICISM;

  /** Returns its name in events, such as "openness". */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Set<String> ids() {
    return Stream.of(values()).map(Trait::id).collect(Collectors.toUnmodifiableSet());
  }

  static Optional<Trait> of(String id) {
    for (Trait trait : values()) {
      if (trait.id().equals(id)) {
        return Optional.of(trait);
      }
    }
    return Optional.empty();
  }
}
