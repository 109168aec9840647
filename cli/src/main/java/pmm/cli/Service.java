package pmm.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The four processes, in the order in which they are started. */
enum Service {
  LEDGER(3001),
  MIND(3002),
  PROVIDER(3003),
  UI(3000);

  private final int usualPort;

  Service(int usualPort) {
    this.usualPort = usualPort;
  }

  /** The order in which they are stopped: whoever is asked stays until nobody asks any more. */
  static List<Service> stopOrder() {
    return List.of(UI, MIND, PROVIDER, LEDGER);
  }

  static Optional<Service> of(String id) {
    return Arrays.stream(values()).filter(service -> service.id().equals(id)).findFirst();
  }

  /** All ids, for messages. */
  static String ids() {
    return Arrays.stream(values()).map(Service::id).collect(Collectors.joining(", "));
  }

  /** Its name in run folders, logs and variables. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  int usualPort() {
    return usualPort;
  }

  /** Its port's name in config.toml. */
  String portKey() {
    return id() + ".port";
  }

  /** The variable that names its port. */
  String portVariable() {
    return "PMM_" + name() + "_PORT";
  }
}
