package pmm.mind.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pmm.mind.context.ActTools;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.Gauge;
import pmm.mind.context.Prompt;
import pmm.mind.context.Section;
import pmm.mind.generation.Failure;
import pmm.mind.generation.Generation;
import pmm.mind.v1.Phase;
import pmm.mind.v1.PromptTurn;
import pmm.mind.v1.WindowGauge;

/** The wire form of prompts, of how they fill a window, and of the failures that show one. */
public final class Prompts {
  private Prompts() {}

  static List<PromptTurn> toProto(Prompt prompt) {
    return prompt.turns().stream()
        .map(turn ->
            PromptTurn.newBuilder().setRole(turn.speaker().id()).setText(turn.text()).build())
        .toList();
  }

  /** Returns how a window is shared out. */
  public static WindowGauge toProto(Gauge gauge) {
    WindowGauge.Builder proto =
        WindowGauge.newBuilder()
            .setWindowTokens(gauge.windowTokens())
            .setAnswerTokens(gauge.answerTokens())
            .setFreeTokens(gauge.freeTokens());
    for (Section section : Section.values()) {
      proto.addShares(
          WindowGauge.Share.newBuilder()
              .setSection(section.id())
              .setTokens(gauge.used().getOrDefault(section, 0)));
    }
    return proto.build();
  }

  /** What stands beside the turns where the acts are offered as tools. */
  static PromptTurn acts() {
    return PromptTurn.newBuilder().setRole("tools").setText(ActTools.text()).build();
  }

  /** Returns what is going on before the first word. */
  public static Phase.Step toProto(Generation.Step step) {
    return switch (step) {
      case CHECKING -> Phase.Step.STEP_CHECKING;
      case CONNECTING -> Phase.Step.STEP_CONNECTING;
      case THINKING -> Phase.Step.STEP_THINKING;
    };
  }

  /** A failure for want of consent shows exactly what would be sent, if the prompt is at hand. */
  public static pmm.mind.v1.Failure toProto(Failure failure, @Nullable BuiltContext context) {
    pmm.mind.v1.Failure.Builder proto =
        pmm.mind.v1.Failure.newBuilder()
            .setReason(failure.reason())
            .setMessage(failure.message())
            .setHost(failure.host())
            .setPurpose(failure.purpose())
            .addAllDataClasses(failure.dataClasses())
            .setRetryAfterMs(failure.retryAfterMs())
            .setBodyToken(failure.bodyToken());
    if (failure.reason().equals(Failure.CONSENT_REQUIRED) && context != null) {
      proto.addAllWouldSend(toProto(context.prompt()));
      if (context.of(Section.MESSAGE).stream().anyMatch(message -> message.eventId() > 0)) {
        proto.addWouldSend(acts());
      }
    }
    return proto.build();
  }
}
