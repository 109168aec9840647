package pmm.ledger;

import pmm.rpc.ServiceMain;

/** Starts the ledger process. */
public final class Main {
  private Main() {}

  /** Runs until told to stop; exits 78 for what only a person can put right. */
  public static void main(String[] args) {
    ServiceMain.run("ledger", args, LedgerServer::start);
  }
}
