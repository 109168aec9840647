package pmm.provider.service;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.consent.Consent;
import pmm.provider.egress.Proof;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.generate.Answer;
import pmm.provider.model.Api;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.HashKind;
import pmm.provider.v1.Opened;
import pmm.provider.v1.Phase;
import pmm.provider.v1.ProviderError;
import pmm.provider.v1.ToolCallDelta;
import pmm.provider.v1.Usage;

/** Between the contract's words and ours. */
final class ProviderProto {

  private ProviderProto() {}

  static pmm.provider.v1.Model model(
      Model model, String digest, String keyHint, String fallbackId) {
    return pmm.provider.v1.Model.newBuilder()
        .setModelId(model.id())
        .setLocality(locality(model.locality()))
        .setDigest(digest.isEmpty() ? model.providerModel() : digest)
        .setHashKind(hashKind(digest))
        .setContextTokens(model.contextTokens())
        .setApi(api(model.api()))
        .setUrl(model.address().url())
        .setKeyHint(keyHint)
        .setProviderModel(model.providerModel())
        .setCodecName(model.codec())
        .setAddEventId(model.addEventId())
        .addAllPins(model.pins().keys())
        .setFallbackModelId(fallbackId)
        .setForwardsTo(model.forwardsTo())
        .build();
  }

  static pmm.provider.v1.Locality locality(Locality locality) {
    return switch (locality) {
      case PROVED -> pmm.provider.v1.Locality.LOCALITY_PROVED;
      case DECLARED -> pmm.provider.v1.Locality.LOCALITY_DECLARED;
      case REMOTE -> pmm.provider.v1.Locality.LOCALITY_REMOTE;
    };
  }

  /** The locality of an event, by its name there. */
  static pmm.provider.v1.Locality locality(String id) {
    return switch (id) {
      case "proved" -> pmm.provider.v1.Locality.LOCALITY_PROVED;
      case "declared" -> pmm.provider.v1.Locality.LOCALITY_DECLARED;
      case "remote" -> pmm.provider.v1.Locality.LOCALITY_REMOTE;
      default -> pmm.provider.v1.Locality.LOCALITY_UNSPECIFIED;
    };
  }

  static HashKind hashKind(String digest) {
    return digest.isEmpty() ? HashKind.HASH_KIND_DECLARED : HashKind.HASH_KIND_MANIFEST;
  }

  static pmm.provider.v1.Api api(Api api) {
    return switch (api) {
      case OPENAI -> pmm.provider.v1.Api.API_OPENAI;
      case ANTHROPIC -> pmm.provider.v1.Api.API_ANTHROPIC;
      case OLLAMA -> pmm.provider.v1.Api.API_OLLAMA;
    };
  }

  /** The name of a format as drafts have it; empty if none was chosen. */
  static String apiId(pmm.provider.v1.Api api) {
    return switch (api) {
      case API_OPENAI -> Api.OPENAI.id();
      case API_ANTHROPIC -> Api.ANTHROPIC.id();
      case API_OLLAMA -> Api.OLLAMA.id();
      case API_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }

  static Phase phase(Answer.Phase phase) {
    return switch (phase) {
      case CHECKING -> Phase.PHASE_CHECKING;
      case CONNECTING -> Phase.PHASE_CONNECTING;
      case WAITING -> Phase.PHASE_WAITING;
    };
  }

  static Opened opened(Answer.Opened opened) {
    Model model = opened.model();
    Proof proof = opened.proof();
    return Opened.newBuilder()
        .setModelId(model.id())
        .setModelDigest(proof.digest().isEmpty() ? model.providerModel() : proof.digest())
        .setHashKind(hashKind(proof.digest()))
        .setLocality(locality(proof.locality()))
        .setAttemptEventId(opened.attemptEventId())
        .setDigestDrifted(opened.drifted())
        .setInsteadOfModelId(opened.insteadOf())
        .setWithoutTools(opened.withoutTools())
        .build();
  }

  static GenerateResponse content(AnswerEvent piece) {
    GenerateResponse.Builder response = GenerateResponse.newBuilder();
    return switch (piece) {
      case AnswerEvent.Text(String text) -> response.setText(text).build();
      case AnswerEvent.Reasoning(String text) -> response.setReasoning(text).build();
      case AnswerEvent.ToolCall call ->
          response
              .setToolCall(
                  ToolCallDelta.newBuilder()
                      .setIndex(call.index())
                      .setCallId(call.callId())
                      .setName(call.name())
                      .setArguments(call.arguments()))
              .build();
      case AnswerEvent.Usage _, AnswerEvent.Ended _, AnswerEvent.Failed _ ->
          throw new IllegalArgumentException("piece: " + piece + " (expected: content)");
    };
  }

  static Finish finish(Answer.Finished finished) {
    Finish.Builder finish =
        Finish.newBuilder()
            .setReason(
                finished.failure().isPresent()
                    ? Finish.Reason.REASON_ERROR
                    : finishReason(finished.finish()))
            .setUsage(
                Usage.newBuilder()
                    .setPromptTokens(finished.usage().promptTokens())
                    .setAnswerTokens(finished.usage().answerTokens())
                    .setEstimated(finished.estimated()))
            .setElapsed(duration(finished.elapsed()))
            .setPromptCut(finished.promptCut());
    finished.firstToken().ifPresent(time -> finish.setFirstToken(duration(time)));
    finished.failure().ifPresent(failure -> finish.setError(error(failure)));
    return finish.build();
  }

  static ProviderError error(Failure failure) {
    ProviderError.Builder error =
        ProviderError.newBuilder()
            .setType(errorType(failure.reason()))
            .setMessage(failure.message())
            .setHttpStatus(failure.httpStatus());
    if (failure.retryAfter() != null) {
      error.setRetryAfter(duration(failure.retryAfter()));
    }
    return error.build();
  }

  /** The contract names each reason that an answer can break off for as we do. */
  static ProviderError.Type errorType(ProviderReason reason) {
    try {
      return ProviderError.Type.valueOf("TYPE_" + reason.name());
    } catch (IllegalArgumentException e) {
      return ProviderError.Type.TYPE_UNSPECIFIED;
    }
  }

  static pmm.provider.v1.Consent consent(Consent consent, Instant now) {
    pmm.provider.v1.Consent.Builder builder =
        pmm.provider.v1.Consent.newBuilder()
            .setConsentId(consent.id())
            .setHost(consent.host())
            .setPurpose(consent.purpose())
            .addAllDataClasses(consent.dataClasses().stream().sorted().toList())
            .setScope(scope(consent.scope()))
            .setBoundTo(consent.boundTo())
            .setCreateTime(timestamp(consent.created()))
            .setState(state(consent.stateAt(now)))
            .setActor(consent.actor());
    if (consent.expires() != null) {
      builder.setExpireTime(timestamp(consent.expires()));
    }
    return builder.build();
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static Finish.Reason finishReason(AnswerEvent.Finish finish) {
    return switch (finish) {
      case UNKNOWN -> Finish.Reason.REASON_UNSPECIFIED;
      case STOP -> Finish.Reason.REASON_STOP;
      case LENGTH -> Finish.Reason.REASON_LENGTH;
      case FILTERED -> Finish.Reason.REASON_FILTERED;
      case TOOL_CALLS -> Finish.Reason.REASON_TOOL_CALLS;
    };
  }

  private static pmm.provider.v1.Consent.Scope scope(Consent.Scope scope) {
    return switch (scope) {
      case ONCE -> pmm.provider.v1.Consent.Scope.SCOPE_ONCE;
      case CONVERSATION -> pmm.provider.v1.Consent.Scope.SCOPE_CONVERSATION;
      case UNTIL -> pmm.provider.v1.Consent.Scope.SCOPE_UNTIL;
      case ALWAYS -> pmm.provider.v1.Consent.Scope.SCOPE_ALWAYS;
    };
  }

  private static pmm.provider.v1.Consent.State state(Consent.State state) {
    return switch (state) {
      case ACTIVE -> pmm.provider.v1.Consent.State.STATE_ACTIVE;
      case ENDED -> pmm.provider.v1.Consent.State.STATE_ENDED;
      case REVOKED -> pmm.provider.v1.Consent.State.STATE_REVOKED;
      case DENIED -> pmm.provider.v1.Consent.State.STATE_DENIED;
    };
  }
}
