package pmm.cli;

import pmm.provider.v1.GetNetworkResponse;
import pmm.provider.v1.NetworkMode;

/** What has left this device, and what only went to a program that is said to be on it. */
final class NetworkWords {
  private final Screen screen;

  NetworkWords(Screen screen) {
    this.screen = screen;
  }

  void tell(GetNetworkResponse network, String command) {
    screen.result(
        network.getMode() == NetworkMode.NETWORK_MODE_OFFLINE
            ? screen.green("Offline") + ": nothing leaves this device, whatever is allowed."
            : "Nothing leaves this device but what you allow. See: " + command);
    screen.result(left(network));
    if (network.hasDeclaredQuietDays()) {
      screen.result(declared(network));
    }
    screen.result("");
  }

  /** What has left; a question for an address is said apart. */
  static String left(GetNetworkResponse network) {
    int asked = network.getNameQuestionsToday();
    return words(network)
        + (asked == 0
            ? ""
            : " Besides, "
                + Text.count(asked, "question")
                + " for the address of a host went to your name server today.");
  }

  private static String words(GetNetworkResponse network) {
    if (network.getRemoteCallsToday() > 0) {
      return Text.count(network.getRemoteCallsToday(), "call")
          + " left this device today, to "
          + String.join(", ", network.getHostsTodayList())
          + ".";
    }
    return network.hasQuietDays()
        ? "Nothing has left this device for "
            + Text.count(network.getQuietDays(), "day")
            + "; the last time was "
            + When.minute(network.getLastRemoteTime())
            + "."
        : "Nothing has ever left this device.";
  }

  private static String declared(GetNetworkResponse network) {
    return network.getDeclaredCallsToday() > 0
        ? "Not counted: "
            + Text.count(network.getDeclaredCallsToday(), "call")
            + " today to programs that you said run on this device."
        : "Not counted: calls to programs that you said run on this device, the last at "
            + When.minute(network.getLastDeclaredTime())
            + ".";
  }
}
