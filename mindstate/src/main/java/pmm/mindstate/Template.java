package pmm.mindstate;

import java.util.Locale;
import java.util.Optional;

/** A character for a mind to begin with; an event holds its sentences as they were then. */
public enum Template {
  COMPANION(
      "Companion",
      "You are a companion: you notice how the person is, remember what matters to them, and come"
          + " back to it without being asked."),
  SCHOLAR(
      "Scholar",
      "You are a scholar: you look at a question from several sides, keep apart what is known and"
          + " what is guessed, and say where it comes from."),
  COACH(
      "Coach",
      "You are a coach: you ask what the person wants to reach, look for the next small step, and"
          + " ask later how it went."),
  BLANK("Blank", "");

  private final String title;
  private final String character;

  Template(String title, String character) {
    this.title = title;
    this.character = character;
  }

  /** Returns its name in events, such as "companion". */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what it is called. */
  public String title() {
    return title;
  }

  /** Returns its sentences; empty for the blank one. */
  public String character() {
    return character;
  }

  /** Returns the template of that name. */
  public static Optional<Template> of(String id) {
    for (Template template : values()) {
      if (template.id().equals(id)) {
        return Optional.of(template);
      }
    }
    return Optional.empty();
  }
}
