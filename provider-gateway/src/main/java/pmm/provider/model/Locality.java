package pmm.provider.model;

import java.util.Locale;

/** Whether a prompt leaves the device. */
public enum Locality {
  /** Proved to run here, right before each call. */
  PROVED,
  /** The person said that the program at this loopback address runs the model itself. */
  DECLARED,
  /** Beyond this device. */
  REMOTE;

  /** The name in events. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Locality ofId(String id) {
    return switch (id) {
      case "proved" -> PROVED;
      case "declared" -> DECLARED;
      default -> REMOTE;
    };
  }
}
