package pmm.provider.egress;

import java.util.regex.Pattern;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Model;
import pmm.rpc.Problem;

/**
 * Whether a model takes images. Ollama says it of each model; of the others it is known by name
 * only, and who is not known to be blind is asked.
 */
final class Sight {

  private static final Pattern BLIND_OPENAI =
      Pattern.compile("gpt-3\\.5.*|gpt-4(-0314|-0613|-32k.*)?|o1-mini.*|o1-preview.*|o3-mini.*");
  private static final Pattern BLIND_ANTHROPIC = Pattern.compile("claude-(2|instant).*");

  private Sight() {}

  static boolean isBlindByName(Model model) {
    return switch (model.api()) {
      case OPENAI -> BLIND_OPENAI.matcher(model.providerModel()).matches();
      case ANTHROPIC -> BLIND_ANTHROPIC.matcher(model.providerModel()).matches();
      case OLLAMA -> false;
    };
  }

  /** Refuses images to a model that takes none. */
  static void check(Outbound outbound, Proof proof) {
    if (outbound.images() && proof.blind()) {
      throw new Problem(
          ProviderReason.IMAGES_NOT_TAKEN, "It takes no images; nothing was sent to it.");
    }
  }
}
