package pmm.provider.isolated;

import com.google.protobuf.ByteString;
import pmm.provider.codec.Prompt;
import pmm.provider.v1.EncodeRequest;
import pmm.provider.v1.Image;
import pmm.provider.v1.Role;
import pmm.provider.v1.Tool;
import pmm.provider.v1.ToolCall;
import pmm.provider.v1.Turn;

/** Between the words of the contract for prompts and ours. */
public final class PromptProto {

  private PromptProto() {}

  static EncodeRequest request(Prompt prompt, boolean official) {
    EncodeRequest.Builder request =
        EncodeRequest.newBuilder()
            .setProviderModel(prompt.model())
            .setMaxTokens(prompt.maxTokens())
            .setContextTokens(prompt.contextTokens())
            .setOfficial(official);
    prompt.turns().forEach(turn -> request.addTurns(turn(turn)));
    prompt.tools().forEach(tool -> request.addTools(tool(tool)));
    if (prompt.temperature() != null) {
      request.setTemperature(prompt.temperature());
    }
    if (prompt.seed() != null) {
      request.setSeed(prompt.seed());
    }
    return request.build();
  }

  static Prompt prompt(EncodeRequest request) {
    return new Prompt(
        request.getProviderModel(),
        request.getTurnsList().stream().map(PromptProto::turn).toList(),
        request.getToolsList().stream().map(PromptProto::tool).toList(),
        request.getMaxTokens(),
        request.hasTemperature() ? request.getTemperature() : null,
        request.hasSeed() ? request.getSeed() : null,
        request.getContextTokens());
  }

  private static Turn turn(Prompt.Turn turn) {
    Turn.Builder sent =
        Turn.newBuilder()
            .setRole(role(turn.speaker()))
            .setText(turn.text())
            .setToolCallId(turn.answers());
    for (Prompt.Image image : turn.images()) {
      sent.addImages(
          Image.newBuilder()
              .setData(ByteString.copyFrom(image.data()))
              .setMediaType(image.mediaType()));
    }
    for (Prompt.Call call : turn.calls()) {
      sent.addToolCalls(
          ToolCall.newBuilder()
              .setCallId(call.id())
              .setName(call.name())
              .setArguments(call.arguments()));
    }
    return sent.build();
  }

  /**
   * A turn as it came.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Prompt.Turn turn(Turn turn) {
    return new Prompt.Turn(
        speaker(turn.getRole()),
        turn.getText(),
        turn.getImagesList().stream()
            .map(image -> new Prompt.Image(image.getData().toByteArray(), image.getMediaType()))
            .toList(),
        turn.getToolCallsList().stream()
            .map(call -> new Prompt.Call(call.getCallId(), call.getName(), call.getArguments()))
            .toList(),
        turn.getToolCallId());
  }

  private static Tool tool(Prompt.Tool tool) {
    return Tool.newBuilder()
        .setName(tool.name())
        .setDescription(tool.description())
        .setParametersJson(tool.parameters())
        .build();
  }

  /**
   * A tool as it came.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Prompt.Tool tool(Tool tool) {
    return new Prompt.Tool(tool.getName(), tool.getDescription(), tool.getParametersJson());
  }

  private static Role role(Prompt.Speaker speaker) {
    return switch (speaker) {
      case SYSTEM -> Role.ROLE_SYSTEM;
      case USER -> Role.ROLE_USER;
      case ASSISTANT -> Role.ROLE_ASSISTANT;
      case TOOL -> Role.ROLE_TOOL;
    };
  }

  private static Prompt.Speaker speaker(Role role) {
    return switch (role) {
      case ROLE_SYSTEM -> Prompt.Speaker.SYSTEM;
      case ROLE_ASSISTANT -> Prompt.Speaker.ASSISTANT;
      case ROLE_TOOL -> Prompt.Speaker.TOOL;
      case ROLE_USER -> Prompt.Speaker.USER;
      case ROLE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("role: " + role + " (expected: who speaks)");
    };
  }
}
