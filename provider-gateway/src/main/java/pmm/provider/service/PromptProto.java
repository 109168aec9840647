package pmm.provider.service;

import java.util.List;
import java.util.function.Function;
import pmm.provider.codec.Prompt;
import pmm.provider.failure.ProviderReason;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.Image;
import pmm.provider.v1.Role;
import pmm.provider.v1.Tool;
import pmm.provider.v1.ToolCall;
import pmm.provider.v1.Turn;
import pmm.rpc.Problem;

/** What a request asks, in the codecs' words. */
final class PromptProto {

  private static final String ATTACHMENT = "attachment";

  private PromptProto() {}

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

  private static Prompt.Turn turn(Turn turn) {
    return new Prompt.Turn(
        speaker(turn.getRole()),
        turn.getText(),
        turn.getImagesList().stream().map(PromptProto::image).toList(),
        turn.getToolCallsList().stream().map(PromptProto::call).toList(),
        turn.getToolCallId());
  }

  private static Prompt.Speaker speaker(Role role) {
    return switch (role) {
      case ROLE_SYSTEM -> Prompt.Speaker.SYSTEM;
      case ROLE_USER -> Prompt.Speaker.USER;
      case ROLE_ASSISTANT -> Prompt.Speaker.ASSISTANT;
      case ROLE_TOOL -> Prompt.Speaker.TOOL;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("role: " + role + " (expected: who speaks)");
    };
  }

  private static Prompt.Image image(Image image) {
    return new Prompt.Image(image.getData().toByteArray(), image.getMediaType());
  }

  private static Prompt.Call call(ToolCall call) {
    return new Prompt.Call(call.getCallId(), call.getName(), call.getArguments());
  }

  private static Prompt.Tool tool(Tool tool) {
    return new Prompt.Tool(tool.getName(), tool.getDescription(), tool.getParametersJson());
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
