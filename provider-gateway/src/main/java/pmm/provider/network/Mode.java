package pmm.provider.network;

import java.util.Locale;

/** The one switch. */
public enum Mode {
  /** Nothing but this device. */
  OFFLINE,
  /** What the person consented to. */
  ASK;

  /** The name in events. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
