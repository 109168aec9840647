package pmm.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The last lines that the services have logged; never anybody's words. */
@Command(footer = {"  pmm logs", "  pmm logs ledger -f"})
final class LogsCommand implements Callable<Integer> {
  private static final int LINES = 40;
  private static final long GLANCE_MILLIS = 250;

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "ledger, mind, provider or ui; all of them if not given.")
  String service = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Stay, and show each new line, until Ctrl-C.")
  boolean follow;

  LogsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Service> services =
        service.isEmpty()
            ? Arrays.asList(Service.values())
            : List.of(
                Service.of(service)
                    .orElseThrow(() ->
                        Failure.notDone(
                            "There is no service "
                                + service
                                + " (expected: "
                                + Service.ids()
                                + ")")));
    Supervision supervision = shell.supervision();
    if (!follow && services.stream().noneMatch(each -> Files.exists(supervision.log(each)))) {
      throw Failure.notSo(
          "There are no logs in " + shell.home().file("logs") + ": PMM never ran in this home.");
    }
    Map<Service, Long> read = new EnumMap<>(Service.class);
    for (Service each : services) {
      Path log = supervision.log(each);
      read.put(each, Files.exists(log) ? Files.size(log) : 0);
      supervision.lastLines(each, LINES).forEach(line -> show(services, each, line));
    }
    while (follow) {
      for (Service each : services) {
        read.put(each, showNew(services, each, supervision.log(each), read.getOrDefault(each, 0L)));
      }
      Thread.sleep(GLANCE_MILLIS);
    }
    return ExitCode.DONE;
  }

  private long showNew(List<Service> services, Service each, Path log, long from)
      throws IOException {
    if (!Files.exists(log)) {
      return 0;
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      // A log that was begun anew is shorter than what was read of the old one.
      long start = file.length() < from ? 0 : from;
      byte[] bytes = new byte[(int) Math.min(1 << 20, file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      int end = text.lastIndexOf('\n');
      if (end < 0) {
        return start;
      }
      text.substring(0, end).lines().forEach(line -> show(services, each, line));
      return start + text.substring(0, end + 1).getBytes(StandardCharsets.UTF_8).length;
    }
  }

  private void show(List<Service> services, Service each, String line) {
    String name = services.size() == 1 ? "" : shell.screen().dim(Text.pad(each.id(), 8) + " │ ");
    shell.screen().result(name + Text.safe(line));
  }
}
