package pmm.rpc;

/** Something that only a person can put right; a process that meets it at its start exits 78. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message says what is wrong and what to do. */
  public ConfigurationException(String message) {
    super(message);
  }

  /** The same, with what caused it. */
  public ConfigurationException(String message, Throwable cause) {
    super(message, cause);
  }
}
