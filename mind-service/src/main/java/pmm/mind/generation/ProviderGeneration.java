package pmm.mind.generation;

import com.google.protobuf.Duration;
import io.grpc.Channel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import pmm.mind.context.ActTools;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.PromptTurn;
import pmm.mindstate.Models;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateRequest;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.Opened;
import pmm.provider.v1.Phase;
import pmm.provider.v1.ProviderServiceGrpc;
import pmm.provider.v1.ProviderServiceGrpc.ProviderServiceBlockingStub;
import pmm.provider.v1.Role;
import pmm.provider.v1.Tool;
import pmm.provider.v1.ToolCallDelta;
import pmm.provider.v1.Turn;
import pmm.rpc.RemoteProblem;

/**
 * A model behind the gateway. Reading the stream only as it is taken carries a slow reader through
 * to the model.
 */
public final class ProviderGeneration implements Generation {
  private static final Pattern LIST = Pattern.compile("[,\\s]+");

  private final ProviderServiceBlockingStub stub;

  /** A generation by the gateway behind this channel. */
  public ProviderGeneration(Channel channel) {
    stub = ProviderServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public Ending run(Request request, Listener listener) {
    try {
      Iterator<GenerateResponse> responses = stub.generate(toProto(request));
      while (responses.hasNext()) {
        GenerateResponse response = responses.next();
        switch (response.getPartCase()) {
          case PHASE -> listener.step(step(response.getPhase()));
          case OPENED -> listener.opened(speaker(response.getOpened()));
          case REASONING -> listener.reasoning(response.getReasoning());
          case TEXT -> {
            if (!listener.text(response.getText())) {
              return Ending.failed(Failure.of("STOPPED", "nothing more is wanted"));
            }
          }
          case FINISH -> {
            if (response.getFinish().getPromptCut()) {
              listener.promptCut();
            }
            return ending(response.getFinish());
          }
          case TOOL_CALL -> {
            ToolCallDelta piece = response.getToolCall();
            listener.toolCall(
                piece.getIndex(), piece.getCallId(), piece.getName(), piece.getArguments());
          }
          case PART_NOT_SET -> {}
        }
      }
      return Ending.failed(Failure.of("CUT_OFF", "The gateway ended the answer without a finish."));
    } catch (StatusRuntimeException e) {
      return Ending.failed(failure(e));
    }
  }

  private static GenerateRequest toProto(Request request) {
    BuiltContext context = request.context();
    GenerateRequest.Builder generate =
        GenerateRequest.newBuilder()
            .setModelId(request.modelId())
            .setMaxTokens(context.gauge().answerTokens())
            .setAttemptId(request.attemptId())
            .setPurpose(request.purpose())
            .addAllDataClasses(context.dataClasses())
            .setConversationId(request.conversationId())
            .setOffRecord(request.conversationId().isEmpty())
            .addAllSourceEventIds(context.eventIds());
    for (PromptTurn turn : context.prompt().turns()) {
      generate.addTurns(Turn.newBuilder().setRole(role(turn.speaker())).setText(turn.text()));
    }
    if (request.offersActs()) {
      ActTools.all().forEach(act -> generate.addTools(tool(act)));
    }
    return generate.build();
  }

  private static Tool tool(ActTools.Offered act) {
    return Tool.newBuilder()
        .setName(act.name())
        .setDescription(act.description())
        .setParametersJson(act.parameters())
        .build();
  }

  private static Role role(PromptTurn.Speaker speaker) {
    return switch (speaker) {
      case SYSTEM -> Role.ROLE_SYSTEM;
      case USER -> Role.ROLE_USER;
      case ASSISTANT -> Role.ROLE_ASSISTANT;
    };
  }

  private static Step step(Phase phase) {
    return switch (phase) {
      case PHASE_CONNECTING -> Step.CONNECTING;
      case PHASE_WAITING -> Step.THINKING;
      case PHASE_CHECKING, PHASE_UNSPECIFIED, UNRECOGNIZED -> Step.CHECKING;
    };
  }

  private static Speaker speaker(Opened opened) {
    String locality =
        switch (opened.getLocality()) {
          case LOCALITY_PROVED -> "proved";
          case LOCALITY_DECLARED -> "declared";
          case LOCALITY_REMOTE, LOCALITY_UNSPECIFIED, UNRECOGNIZED -> "remote";
        };
    String hashKind = opened.getHashKind().name().replace("HASH_KIND_", "");
    return new Speaker(
        new Models.Ref(
            opened.getModelId(), opened.getModelDigest(), hashKind.toLowerCase(Locale.ROOT)),
        locality,
        opened.getAttemptEventId(),
        opened.getDigestDrifted(),
        opened.getWithoutTools());
  }

  private static Ending ending(Finish finish) {
    Failure failure = null;
    if (finish.getReason() == Finish.Reason.REASON_ERROR) {
      String type = finish.getError().getType().name().replace("TYPE_", "");
      long wait = millis(finish.getError().getRetryAfter());
      failure = new Failure(type, finish.getError().getMessage(), "", "", List.of(), wait, "");
    }
    return new Ending(
        finish.getReason() == Finish.Reason.REASON_UNSPECIFIED
            ? "STOP"
            : finish.getReason().name().replace("REASON_", ""),
        finish.getUsage().getPromptTokens(),
        finish.getUsage().getAnswerTokens(),
        finish.getUsage().getEstimated(),
        millis(finish.getElapsed()),
        millis(finish.getFirstToken()),
        failure);
  }

  private static Failure failure(StatusRuntimeException thrown) {
    Optional<RemoteProblem> told = RemoteProblem.from(thrown).filter(p -> !p.reason().isEmpty());
    if (told.isEmpty()) {
      boolean away = thrown.getStatus().getCode() == Code.UNAVAILABLE;
      return away
          ? Failure.of("UNREACHABLE", "The way out is not running; the built-in voice needs none.")
          : Failure.of(
              "PROVIDER_FAILED", "The way out failed: " + thrown.getStatus().getCode() + ".");
    }
    RemoteProblem problem = told.get();
    String classes = problem.metadata().getOrDefault("data_classes", "");
    return new Failure(
        problem.reason(),
        problem.message(),
        problem.metadata().getOrDefault("host", ""),
        problem.metadata().getOrDefault("purpose", ""),
        classes.isEmpty() ? List.of() : LIST.splitAsStream(classes).toList(),
        problem.retryAfter().map(java.time.Duration::toMillis).orElse(0L),
        problem.metadata().getOrDefault("body_token", ""));
  }

  private static long millis(Duration duration) {
    return duration.getSeconds() * 1000 + duration.getNanos() / 1_000_000;
  }
}
