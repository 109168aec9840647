package pmm.provider.isolated;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.HttpCall;
import pmm.provider.codec.ResponseHead;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.v1.CodecEvent;
import pmm.provider.v1.EncodeResponse;
import pmm.provider.v1.Finish;
import pmm.provider.v1.ProviderError;
import pmm.provider.v1.ToolCallDelta;
import pmm.provider.v1.Usage;

/** Between the codecs' contract and our words. What comes from a codec is checked one by one. */
final class CodecProto {

  private static final int LONGEST_NAME = 256;
  private static final int MOST_TOOL_CALLS = 1024;
  private static final long LONGEST_WAIT_SECONDS = 86_400;

  /** What a provider can cause; the rest is for the gateway alone to say. */
  private static final Set<ProviderReason> BY_PROVIDERS =
      EnumSet.of(
          ProviderReason.KEY_REJECTED,
          ProviderReason.RATE_LIMITED,
          ProviderReason.QUOTA_EXHAUSTED,
          ProviderReason.OVERLOADED,
          ProviderReason.MODEL_NOT_FOUND,
          ProviderReason.BAD_REQUEST,
          ProviderReason.CONTEXT_OVERFLOW,
          ProviderReason.PROVIDER_FAILED,
          ProviderReason.MALFORMED,
          ProviderReason.CUT_OFF,
          ProviderReason.TIMED_OUT,
          ProviderReason.ADDRESS_REFUSED);

  private static final Set<String> HEADERS =
      Set.of("content-type", "date", "retry-after", "retry-after-ms");

  private CodecProto() {}

  static EncodeResponse response(HttpCall call) {
    return EncodeResponse.newBuilder()
        .setMethod(call.method())
        .setPath(call.path())
        .putAllHeaders(call.headers())
        .setBody(ByteString.copyFrom(call.body()))
        .setKeyHeader(call.keyHeader().name())
        .setKeyPrefix(call.keyHeader().prefix())
        .build();
  }

  /** A head with those headers alone that a format may need. */
  static pmm.provider.v1.ResponseHead head(ResponseHead head) {
    Map<String, String> headers = new HashMap<>(head.headers());
    headers.keySet().retainAll(HEADERS);
    return pmm.provider.v1.ResponseHead.newBuilder()
        .setStatus(head.status())
        .putAllHeaders(headers)
        .build();
  }

  static ResponseHead head(pmm.provider.v1.ResponseHead head) {
    return new ResponseHead(head.getStatus(), head.getHeadersMap());
  }

  static CodecEvent event(AnswerEvent event) {
    CodecEvent.Builder sent = CodecEvent.newBuilder();
    return switch (event) {
      case AnswerEvent.Text(String text) -> sent.setText(text).build();
      case AnswerEvent.Reasoning(String text) -> sent.setReasoning(text).build();
      case AnswerEvent.ToolCall call ->
          sent.setToolCall(
                  ToolCallDelta.newBuilder()
                      .setIndex(call.index())
                      .setCallId(call.callId())
                      .setName(call.name())
                      .setArguments(call.arguments()))
              .build();
      case AnswerEvent.Usage usage ->
          sent.setUsage(
                  Usage.newBuilder()
                      .setPromptTokens(usage.promptTokens())
                      .setAnswerTokens(usage.answerTokens()))
              .build();
      case AnswerEvent.Ended(AnswerEvent.Finish finish) -> sent.setEnded(reason(finish)).build();
      case AnswerEvent.Failed(Failure failure) -> sent.setFailed(error(failure)).build();
    };
  }

  /** What a codec has sent. */
  static AnswerEvent event(CodecEvent sent) throws CodecBreach {
    return switch (sent.getEventCase()) {
      case TEXT -> new AnswerEvent.Text(words(sent.getText()));
      case REASONING -> new AnswerEvent.Reasoning(words(sent.getReasoning()));
      case TOOL_CALL -> toolCall(sent.getToolCall());
      case USAGE -> usage(sent.getUsage());
      case ENDED -> new AnswerEvent.Ended(finish(sent.getEnded()));
      case FAILED -> new AnswerEvent.Failed(failure(sent.getFailed()));
      case EVENT_NOT_SET -> throw new CodecBreach("sent an event of a kind that there is not");
    };
  }

  private static String words(String text) throws CodecBreach {
    if (text.isEmpty()) {
      throw new CodecBreach("sent an empty piece of text");
    }
    return clean(text);
  }

  /** The ledger can hold no NUL; what else a string may not hold, Protocol Buffers refuse. */
  private static String clean(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private static AnswerEvent toolCall(ToolCallDelta call) throws CodecBreach {
    if (call.getIndex() < 0
        || call.getIndex() >= MOST_TOOL_CALLS
        || call.getCallId().length() > LONGEST_NAME
        || call.getName().length() > LONGEST_NAME) {
      throw new CodecBreach("sent a tool call with an index, id or name out of bounds");
    }
    return new AnswerEvent.ToolCall(
        call.getIndex(),
        clean(call.getCallId()),
        clean(call.getName()),
        clean(call.getArguments()));
  }

  private static AnswerEvent usage(Usage usage) throws CodecBreach {
    if (Math.min(usage.getPromptTokens(), usage.getAnswerTokens()) < AnswerEvent.Usage.NOT_SAID) {
      throw new CodecBreach("counted fewer than 0 tokens");
    }
    return new AnswerEvent.Usage(usage.getPromptTokens(), usage.getAnswerTokens());
  }

  private static Failure failure(ProviderError error) throws CodecBreach {
    ProviderReason reason = reason(error.getType());
    if (reason == null || !BY_PROVIDERS.contains(reason)) {
      throw new CodecBreach(
          "reported an error of type " + error.getType() + ", which no provider causes");
    }
    if (error.getHttpStatus() < 0 || error.getHttpStatus() > 999) {
      throw new CodecBreach("reported an error with status " + error.getHttpStatus());
    }
    return new Failure(
        reason,
        error.getMessage().isBlank() ? "The provider reported an error." : error.getMessage(),
        error.getHttpStatus(),
        error.hasRetryAfter() ? wait(error.getRetryAfter()) : null);
  }

  private static java.time.Duration wait(Duration wait) throws CodecBreach {
    if (wait.getSeconds() < 0
        || wait.getSeconds() > LONGEST_WAIT_SECONDS
        || wait.getNanos() < 0
        || wait.getNanos() > 999_999_999) {
      throw new CodecBreach("asked to wait for " + wait.getSeconds() + " seconds");
    }
    return java.time.Duration.ofSeconds(wait.getSeconds(), wait.getNanos());
  }

  private static ProviderError error(Failure failure) {
    ProviderError.Builder error =
        ProviderError.newBuilder()
            .setType(ProviderError.Type.valueOf("TYPE_" + failure.reason().name()))
            .setMessage(failure.message())
            .setHttpStatus(failure.httpStatus());
    if (failure.retryAfter() != null) {
      error.setRetryAfter(
          Duration.newBuilder()
              .setSeconds(failure.retryAfter().getSeconds())
              .setNanos(failure.retryAfter().getNano()));
    }
    return error.build();
  }

  private static @Nullable ProviderReason reason(ProviderError.Type type) {
    for (ProviderReason reason : BY_PROVIDERS) {
      if (type.name().equals("TYPE_" + reason.name())) {
        return reason;
      }
    }
    return null;
  }

  private static Finish.Reason reason(AnswerEvent.Finish finish) {
    return switch (finish) {
      case UNKNOWN -> Finish.Reason.REASON_UNSPECIFIED;
      case STOP -> Finish.Reason.REASON_STOP;
      case LENGTH -> Finish.Reason.REASON_LENGTH;
      case FILTERED -> Finish.Reason.REASON_FILTERED;
      case TOOL_CALLS -> Finish.Reason.REASON_TOOL_CALLS;
    };
  }

  private static AnswerEvent.Finish finish(Finish.Reason reason) throws CodecBreach {
    return switch (reason) {
      case REASON_UNSPECIFIED -> AnswerEvent.Finish.UNKNOWN;
      case REASON_STOP -> AnswerEvent.Finish.STOP;
      case REASON_LENGTH -> AnswerEvent.Finish.LENGTH;
      case REASON_FILTERED -> AnswerEvent.Finish.FILTERED;
      case REASON_TOOL_CALLS -> AnswerEvent.Finish.TOOL_CALLS;
      case REASON_ERROR, UNRECOGNIZED ->
          throw new CodecBreach("ended the answer for a reason that there is not: " + reason);
    };
  }
}
