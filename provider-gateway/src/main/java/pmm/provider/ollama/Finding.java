package pmm.provider.ollama;

/**
 * What was found about a model or its server.
 *
 * @param state what
 * @param message the same for a person, with what to do about it; empty if nothing is to be said
 */
public record Finding(State state, String message) {

  /** Nothing is in the way. */
  public static final Finding READY = new Finding(State.READY, "");

  /** What was found. */
  public enum State {
    /** It can be used. */
    READY,
    /** More would have to be asked over the network, and nobody allowed that. */
    NOT_ASKED,
    /** Its program is on this device and does not run. */
    NOT_RUNNING,
    /** There is no such program on this device. */
    NOT_INSTALLED,
    /** The program is outside of this container and listens for its own device alone. */
    OUTSIDE_CONTAINER,
    /** Its Ollama does not have it. */
    NOT_PULLED,
    /** Its Ollama forwards it to a cloud. */
    FORWARDS,
    /** Its host wants a key and it has none. */
    KEY_MISSING,
    /** No name server knows its host. */
    HOST_UNKNOWN,
    /** It does not answer as expected. */
    FAILED
  }
}
