package pmm.mind;

import pmm.rpc.ServiceMain;

/** The mind's process. */
public final class Main {
  private Main() {}

  /** Runs until it is told to stop. */
  public static void main(String[] args) {
    ServiceMain.run("mind", args, MindServer::start);
  }
}
