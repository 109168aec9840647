package pmm.provider.service;

import java.util.List;
import java.util.function.Function;
import pmm.provider.codec.Prompt;
import pmm.provider.failure.ProviderReason;
import pmm.provider.isolated.PromptProto;
import pmm.provider.v1.GenerateRequest;
import pmm.rpc.Problem;

/** What a request asks, checked, in the codecs' words. */
final class AskedPrompt {

  private static final String ATTACHMENT = "attachment";

  private AskedPrompt() {}

  static List<Prompt.Turn> turns(GenerateRequest request) {
    boolean shows = request.getTurnsList().stream().anyMatch(turn -> turn.getImagesCount() > 0);
    if (shows && !request.getDataClassesList().contains(ATTACHMENT)) {
      throw Checks.invalid(
          "data_classes",
          request.getDataClassesList().toString(),
          "with " + ATTACHMENT + ", as there are images");
    }
    return all("turns", request.getTurnsList(), PromptProto::turn);
  }

  static List<Prompt.Tool> tools(GenerateRequest request) {
    return all("tools", request.getToolsList(), PromptProto::tool);
  }

  private static <F, T> List<T> all(String field, List<F> from, Function<F, T> convert) {
    try {
      return from.stream().map(convert).toList();
    } catch (IllegalArgumentException e) {
      throw new Problem(ProviderReason.INVALID_FIELD, String.valueOf(e.getMessage()))
          .inField(field);
    }
  }
}
