package pmm.mind.context;

import java.util.Locale;

/**
 * One turn of a prompt.
 *
 * @param speaker who speaks
 * @param text what is said
 */
public record PromptTurn(Speaker speaker, String text) {
  /** Who speaks in a prompt. */
  public enum Speaker {
    SYSTEM,
    USER,
    ASSISTANT;

    /** Returns its name in hashes and contracts. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
