package pmm.mind.importing;

import io.grpc.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import pmm.mind.contract.MindReason;
import pmm.mind.v1.ImportReport;
import pmm.rpc.Problem;

/**
 * Runs of archives, by the requests that began them: the one under way, and how the last ones
 * ended. They belong to the service, and go on without whoever asked for them.
 */
final class Runs {
  /** As long as an upload can be run again. */
  private static final Duration LIFE = Duration.ofHours(24);

  private final InstantSource clock;
  private final Map<String, Begun> runs = new LinkedHashMap<>();

  private record Begun(Run run, long at) {}

  Runs(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Begins a run, or joins the one of this request; one that failed is begun again.
   *
   * @param work is done on a thread of its own
   */
  synchronized Run begin(String requestId, Function<Run, ImportReport> work) {
    Optional<Run> before = find(requestId).filter(run -> !run.hasFailed());
    if (before.isPresent()) {
      return before.get();
    }
    if (current().isPresent()) {
      throw new Problem(
          MindReason.IMPORT_UNDER_WAY, "Another archive is being taken in; try again afterwards.");
    }
    long now = clock.millis();
    runs.values().removeIf(begun -> begun.at() < now - LIFE.toMillis());
    Run run = new Run(requestId);
    runs.put(requestId, new Begun(run, now));
    // What is stored must be reported, also to nobody: the end of a call ends none below.
    Thread.ofVirtual()
        .name("import")
        .start(Context.ROOT.wrap(() -> run.complete(() -> work.apply(run))));
    return run;
  }

  /** Returns the run of a request. */
  synchronized Optional<Run> find(String requestId) {
    return Optional.ofNullable(runs.get(requestId)).map(Begun::run);
  }

  /** Returns the run that is under way. */
  synchronized Optional<Run> current() {
    return runs.values().stream().map(Begun::run).filter(Run::isUnderWay).findFirst();
  }
}
