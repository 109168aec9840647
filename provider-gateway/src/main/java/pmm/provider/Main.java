package pmm.provider;

import java.time.Clock;
import pmm.rpc.ServiceMain;

/** The provider-gateway process. */
public final class Main {

  private Main() {}

  /** Runs until stopped. */
  public static void main(String[] arguments) {
    ServiceMain.run(
        "provider",
        arguments,
        (home, config) -> Gateway.start(home, config, Clock.systemDefaultZone()));
  }
}
