package pmm.provider.egress;

import java.util.Map;
import pmm.provider.codec.HttpCall;
import pmm.provider.consent.Need;
import pmm.provider.consent.Occasion;
import pmm.provider.model.Model;

/**
 * A call that wants to go out.
 *
 * @param model whom to ask
 * @param call what to send, without host and key
 * @param occasion why, and what it belongs to; the salts of its sources key the digest of the body
 * @param textBytes how long the words in the body are
 * @param images whether it shows the model something
 * @param codecEventId the event that put the codec there that wrote it, 0 if that is our own
 */
public record Outbound(
    Model model,
    HttpCall call,
    Occasion occasion,
    int textBytes,
    boolean images,
    long codecEventId) {

  private static final HttpCall NOTHING =
      new HttpCall("GET", "", Map.of(), new byte[0], HttpCall.KeyHeader.BEARER);

  /**
   * A call about a server and its models, which holds no words.
   *
   * @param purpose "list", "pull" or "test"
   */
  public static Outbound wordless(Model model, HttpCall call, String purpose, String attemptId) {
    return new Outbound(model, call, Occasion.wordless(purpose, attemptId), 0, false, 0);
  }

  /** No more than the question where a host is. */
  public static Outbound nameOnly(Model model, String purpose, String attemptId) {
    return wordless(model, NOTHING, purpose, attemptId);
  }

  /** Whether the person asked about a server itself, no matter if a model of it was added. */
  boolean concernsServer() {
    return occasion.purpose().equals("list") || occasion.purpose().equals("pull");
  }

  Need need(String host, String bodyToken) {
    return new Need(host, occasion, bodyToken);
  }
}
