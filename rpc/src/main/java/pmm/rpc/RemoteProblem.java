package pmm.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure as its caller sees it.
 *
 * @param code the gRPC code
 * @param domain the service that failed; empty if it did not say
 * @param reason why, in one word; empty if it did not say
 * @param message why, for a person
 * @param metadata the variable parts
 * @param retryAfter how long to wait before the same call may work, if that helps
 */
public record RemoteProblem(
    Status.Code code,
    String domain,
    String reason,
    String message,
    Map<String, String> metadata,
    Optional<Duration> retryAfter) {

  /** Copies the map. */
  public RemoteProblem {
    metadata = Map.copyOf(metadata);
  }

  /** What a failed call said, if {@code thrown}, or a cause of it, comes from a call. */
  public static Optional<RemoteProblem> from(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException failed) {
        return Optional.of(of(failed, failed.getStatus()));
      }
      if (cause instanceof StatusException failed) {
        return Optional.of(of(failed, failed.getStatus()));
      }
    }
    return Optional.empty();
  }

  /** Whether this is that reason. */
  public boolean is(Reason other) {
    return reason.equals(other.name()) && domain.equals(other.domain());
  }

  private static RemoteProblem of(Throwable failed, Status status) {
    String message = status.getDescription() == null ? "" : status.getDescription();
    com.google.rpc.@Nullable Status details = StatusProto.fromThrowable(failed);
    ErrorInfo info = detail(details, ErrorInfo.class).orElse(ErrorInfo.getDefaultInstance());
    return new RemoteProblem(
        status.getCode(),
        info.getDomain(),
        info.getReason(),
        message,
        info.getMetadataMap(),
        detail(details, RetryInfo.class).map(RemoteProblem::delay));
  }

  private static Duration delay(RetryInfo info) {
    com.google.protobuf.Duration delay = info.getRetryDelay();
    return Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
  }

  private static <T extends Message> Optional<T> detail(
      com.google.rpc.@Nullable Status status, Class<T> type) {
    if (status != null) {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(type)) {
          try {
            return Optional.of(detail.unpack(type));
          } catch (InvalidProtocolBufferException malformed) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.empty();
  }
}
