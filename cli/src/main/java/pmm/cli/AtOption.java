package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pmm.rpc.RemoteProblem;

/** Which event a reading command stops at: the mind is worked out up to there. */
final class AtOption {
  @Option(
      names = "--at",
      paramLabel = "N",
      description = "As it was after event N.",
      converter = EventId.class)
  @Nullable Long at;

  boolean isNow() {
    return at == null;
  }

  /** Asks for what was after the event, which is 0 for now; says which events there are. */
  <T> T ask(Mesh mesh, LongFunction<T> question) {
    long event = at == null ? 0 : at;
    try {
      return question.apply(event);
    } catch (StatusRuntimeException e) {
      boolean isOurs =
          RemoteProblem.from(e).filter(p -> p.message().startsWith("at_event_id:")).isPresent();
      if (event > 0 && isOurs) {
        throw Problems.noEvent(event, mesh);
      }
      throw e;
    }
  }
}
