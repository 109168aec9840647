package pmm.mindfile;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the writing thread is asked to do. */
sealed interface WriteTask {
  /** Hears once it is durable, or why not. */
  CompletableFuture<?> answer();

  default void refuse(MindFileException problem) {
    answer().completeExceptionally(problem);
  }

  record Append(PreparedAppend request, CompletableFuture<AppendResult> answer)
      implements WriteTask {}

  record Put(List<Projection> projections, CompletableFuture<Void> answer) implements WriteTask {}

  record Pin(SignedRow row, @Nullable PreparedAppend keyEvent, CompletableFuture<Long> answer)
      implements WriteTask {}

  record Forget(ForgetRequest request, CompletableFuture<Optional<Event>> answer)
      implements WriteTask {}

  /** Drops chunks; answers how many. */
  record Drop(Orphans orphans, CompletableFuture<Integer> answer) implements WriteTask {}

  /** Has the log emptied; answers whether it is. */
  record EmptyLog(CompletableFuture<Boolean> answer) implements WriteTask {}

  /** Ends the thread. */
  record Stop(CompletableFuture<Void> answer) implements WriteTask {}
}
