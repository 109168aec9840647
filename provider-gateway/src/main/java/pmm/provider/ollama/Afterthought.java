package pmm.provider.ollama;

import java.util.Optional;
import java.util.stream.Stream;
import pmm.provider.failure.ProviderReason;
import pmm.provider.network.LastCalls;

/** What the last question to a model says about one that seems to be ready. */
final class Afterthought {

  private Afterthought() {}

  /** That it is there and has not answered; nothing if the failure says nothing about it now. */
  static Optional<Finding> of(LastCalls.Failed last) {
    String status = last.httpStatus() == 0 ? "" : ", HTTP status " + last.httpStatus();
    return Stream.of(ProviderReason.values())
        .filter(reason -> reason.name().equals(last.error()))
        .findFirst()
        .flatMap(Afterthought::what)
        .map(what ->
            new Finding(
                Finding.State.FAILED,
                "It is there, but " + what + " (event " + last.eventId() + status + ")."));
  }

  private static Optional<String> what(ProviderReason reason) {
    return switch (reason) {
      case KEY_REJECTED -> Optional.of("it refused its key when it was last asked");
      case QUOTA_EXHAUSTED -> Optional.of("its account had no quota left when it was last asked");
      case MODEL_NOT_FOUND -> Optional.of("it did not have this model when it was last asked");
      case MALFORMED, CUT_OFF ->
          Optional.of("its last answer was not one of a model: check its address and its API");
      case ADDRESS_REFUSED -> Optional.of("nothing could be sent to its address, or it redirected");
      case TLS, PIN_MISMATCH -> Optional.of("it could not show that it is itself");
      case PROVIDER_FAILED, OVERLOADED, RATE_LIMITED, TIMED_OUT, CODEC_FAILED ->
          Optional.of("its last call failed with " + reason);
      default -> Optional.empty();
    };
  }
}
