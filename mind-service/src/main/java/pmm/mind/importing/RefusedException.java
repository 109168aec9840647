package pmm.mind.importing;

/** The ledger takes no more of what is being written: its writer gives up, and the run goes on. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RefusedException(Throwable why) {
    super(why.getMessage(), why);
  }
}
