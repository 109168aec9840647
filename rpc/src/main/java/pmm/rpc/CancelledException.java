package pmm.rpc;

/** The client is gone; whoever works for it should stop. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CancelledException() {
    super("cancelled by the client", null, false, false);
  }
}
