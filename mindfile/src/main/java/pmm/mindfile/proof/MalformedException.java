package pmm.mindfile.proof;

/** What was given is no key, note or proof: says what was found and what was expected. */
public final class MalformedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What was found, and what was expected. */
  public MalformedException(String message) {
    super(message);
  }

  MalformedException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
