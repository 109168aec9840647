package pmm.rpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what was thrown to what travels. */
final class Statuses {
  private static final Logger log = LoggerFactory.getLogger(Statuses.class);

  /** Codes of calls made on a caller's behalf that mean the same to that caller. */
  private static final Set<Code> TRANSPARENT =
      EnumSet.of(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.CANCELLED);

  private Statuses() {}

  static StatusRuntimeException of(Throwable thrown) {
    return of(thrown, UnaryOperator.identity());
  }

  /** The status, after {@code translation} has put what only the service knows in common terms. */
  static StatusRuntimeException of(Throwable thrown, UnaryOperator<Throwable> translation) {
    boolean wraps = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    @Nullable Throwable cause = thrown.getCause();
    if (wraps && cause != null) {
      return of(cause, translation);
    }
    return switch (translation.apply(thrown)) {
      case Problem problem -> of(problem);
      case CancelledException cancelled -> Status.CANCELLED.asRuntimeException();
      case CancellationException cancelled -> Status.CANCELLED.asRuntimeException();
      case StatusException remote ->
          of(remote.getStatus().asRuntimeException(remote.getTrailers()));
      case StatusRuntimeException remote when travels(remote) -> remote;
      default -> internal(thrown);
    };
  }

  private static boolean travels(StatusRuntimeException remote) {
    return TRANSPARENT.contains(remote.getStatus().getCode())
        || RemoteProblem.from(remote)
            .map(RemoteProblem::domain)
            .filter(domain -> !domain.isEmpty() && !domain.equals(RpcReason.INTERNAL.domain()))
            .isPresent();
  }

  private static StatusRuntimeException of(Problem problem) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(problem.reason().code().value())
            .setMessage(problem.text())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setDomain(problem.reason().domain())
                        .setReason(problem.reason().name())
                        .putAllMetadata(problem.metadata())
                        .build()));
    problem
        .field()
        .ifPresent(field ->
            status.addDetails(
                Any.pack(
                    BadRequest.newBuilder()
                        .addFieldViolations(
                            BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(problem.text())
                                .setReason(problem.reason().name()))
                        .build())));
    problem
        .retryAfter()
        .ifPresent(wait ->
            status.addDetails(
                Any.pack(
                    RetryInfo.newBuilder()
                        .setRetryDelay(
                            com.google.protobuf.Duration.newBuilder()
                                .setSeconds(wait.toSeconds())
                                .setNanos(wait.toNanosPart()))
                        .build())));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static StatusRuntimeException internal(Throwable thrown) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    log.error("Error {}", id, thrown);
    return of(new Problem(RpcReason.INTERNAL, "an internal error; the log has it as " + id));
  }
}
