package pmm.mind.context;

import java.util.Locale;

/** Why an event is in a prompt; prompts hold them in this order. */
public enum Section {
  FRAME,
  MEMORY,
  COMMITMENT,
  RECALL,
  SUMMARY,
  TURN,
  MESSAGE;

  /** Returns its name in receipts. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Section of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
