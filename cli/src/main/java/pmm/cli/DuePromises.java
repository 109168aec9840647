package pmm.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.Commitment.State;
import pmm.mind.v1.ListCommitmentsRequest;

/** What is due today, and what is overdue, as it is told where a talk begins. */
final class DuePromises {
  private static final int MOST = 5;

  private final Shell shell;
  private final Clock clock;

  DuePromises(Shell shell, Clock clock) {
    this.shell = shell;
    this.clock = clock;
  }

  /** Asks for what is due before this day ends. */
  List<Commitment> find() {
    Instant end = LocalDate.now(clock).plusDays(1).atStartOfDay(clock.getZone()).toInstant();
    return shell
        .mesh()
        .mind()
        .listCommitments(
            ListCommitmentsRequest.newBuilder()
                .setPageSize(200)
                .addStates(State.STATE_OPEN)
                .setDueBeforeTime(When.timestamp(end))
                .build())
        .getCommitmentsList();
  }

  /** Tells of them, the longest due first; nothing where nothing is due. */
  List<String> lines(List<Commitment> due) {
    List<String> lines = new ArrayList<>();
    due.stream()
        .sorted(Comparator.comparing(promise -> When.instant(promise.getDueTime())))
        .limit(MOST)
        .forEach(promise -> lines.add(line(promise)));
    if (due.size() > MOST) {
      lines.add("and " + (due.size() - MOST) + " more: " + shell.commandLine("commitments list"));
    }
    if (!due.isEmpty()) {
      lines.add(
          "Done or later: " + shell.commandLine("commitments close ID") + ", or snooze ID TIME");
    }
    return List.copyOf(lines);
  }

  private String line(Commitment promise) {
    String words = promise.getText().isEmpty() ? "[forgotten]" : Text.oneLine(promise.getText());
    return promise.getCommitmentId() + "  " + words + "  " + when(promise);
  }

  private String when(Commitment promise) {
    Instant due = When.instant(promise.getDueTime());
    String time = When.minute(due.atZone(clock.getZone()));
    return due.isAfter(clock.instant()) ? "due " + time : "overdue since " + time;
  }
}
