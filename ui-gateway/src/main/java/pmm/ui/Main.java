package pmm.ui;

import pmm.rpc.ServiceMain;

/** Starts ui-gateway. */
public final class Main {
  private Main() {}

  /** Runs until told to stop. */
  public static void main(String[] args) {
    ServiceMain.run("ui", args, UiGateway::start);
  }
}
