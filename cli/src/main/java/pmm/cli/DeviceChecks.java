package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;

/** What this device offers PMM: Java, ports, a private home, room on the disk, a whole ledger. */
final class DeviceChecks {
  private static final int OLDEST_JAVA = 25;
  private static final long LEAST_FREE = 500_000_000;

  private final Shell shell;

  DeviceChecks(Shell shell) {
    this.shell = shell;
  }

  /**
   * What was found about one thing.
   *
   * @param what the thing
   * @param well whether nothing needs to be done
   * @param noted whether it was not looked at
   * @param words what was found
   * @param fix what to do about it; empty if the words say it, or nothing is to be done
   * @param state the same for a program
   */
  record Check(String what, boolean well, boolean noted, String words, String fix, String state) {

    static Check good(String what, String words) {
      return new Check(what, true, false, words, "", "ready");
    }

    static Check note(String what, String words) {
      return new Check(what, true, true, words, "", "not_asked");
    }

    static Check bad(String what, String words, String fix, String state) {
      return new Check(what, false, false, words, fix, state);
    }

    Map<String, @Nullable Object> document() {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("what", what);
      fields.put("well", well);
      fields.put("state", state);
      fields.put("words", words);
      fields.put("fix", fix.isEmpty() ? null : fix);
      return fields;
    }
  }

  /** All that can be looked at without PMM. */
  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(java());
    checks.add(home());
    checks.add(disk());
    checks.addAll(ports());
    return checks;
  }

  /** Whether the ledger is there and is what it was. */
  Check ledger() {
    try {
      GetLedgerInfoResponse info =
          shell.mesh().ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
      String problem = Text.oneLine(info.getProblem());
      return switch (info.getHeadState()) {
        case HEAD_STATE_TRUNCATED, HEAD_STATE_FORKED ->
            Check.bad(
                "ledger",
                "it is not what was seen before.",
                "see: " + shell.commandLine("verify"),
                "not_whole");
        default ->
            problem.isEmpty()
                ? Check.good("ledger", Text.count(info.getEventCount(), "event") + ".")
                : Check.bad("ledger", problem, "", "failed");
      };
    } catch (StatusRuntimeException e) {
      return Check.bad(
          "ledger",
          Problems.explain(e, shell).text(),
          "see: " + shell.commandLine("logs ledger"),
          "failed");
    }
  }

  private static Check java() {
    int version = Runtime.version().feature();
    return version >= OLDEST_JAVA
        ? Check.good("java", "version " + version + ".")
        : Check.bad(
            "java",
            "version " + version + " (expected: " + OLDEST_JAVA + " or later).",
            "install a newer one, and point JAVA_HOME at it",
            "too_old");
  }

  private Check home() {
    Path home = shell.homeFolder();
    if (!Files.exists(home)) {
      return Check.good("home", home + " is not there yet; it begins with: pmm start.");
    }
    if (!Files.isWritable(home)) {
      return Check.bad(
          "home", home + " cannot be written to.", "check who owns it", "not_writable");
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(home);
      boolean open = rights.stream().anyMatch(right -> !right.name().startsWith("OWNER"));
      return open
          ? Check.bad(
              "home", home + " is open to others.", "run: chmod 700 " + home, "open_to_others")
          : Check.good("home", home + ", yours alone.");
    } catch (IOException | UnsupportedOperationException e) {
      return Check.note("home", home + "; who may read it cannot be seen here.");
    }
  }

  private Check disk() {
    Path place = shell.homeFolder();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    try {
      long free = Files.getFileStore(place).getUsableSpace();
      return free >= LEAST_FREE
          ? Check.good("disk", Text.size(free) + " free.")
          : Check.bad(
              "disk",
              "only "
                  + Text.size(free)
                  + " free (expected: "
                  + Text.size(LEAST_FREE)
                  + " or more).",
              "make room",
              "full");
    } catch (IOException e) {
      return Check.note("disk", "how much is free cannot be seen: " + e.getMessage());
    }
  }

  /** A port that one of our own services has is as it should be. */
  private List<Check> ports() {
    List<Check> taken = new ArrayList<>();
    List<String> named = new ArrayList<>();
    try {
      Config config = shell.config();
      for (Service service : Service.values()) {
        Supervision.State state = shell.supervision().state(service);
        int port = state.supervised() ? told(service) : Ports.configured(service, config);
        named.add(service.id() + " " + (port == 0 ? "any" : Integer.toString(port)));
        if (state.process().isEmpty() && !Ports.isFree(port)) {
          taken.add(taken(service, port));
        }
      }
    } catch (ConfigurationException e) {
      return List.of(Check.bad("ports", String.valueOf(e.getMessage()), "", "not_valid"));
    }
    return taken.isEmpty()
        ? List.of(Check.good("ports", String.join(", ", named) + ": free, or PMM's own."))
        : taken;
  }

  private Check taken(Service service, int port) {
    return Check.bad(
        "port " + port,
        "taken by "
            + Ports.owner(port).orElse("another program")
            + "; the "
            + service.id()
            + " is to listen there.",
        "stop that, or choose another: "
            + service.portVariable()
            + "=0 "
            + shell.commandLine("start"),
        "taken");
  }

  /** Who is kept running keeps the port that it had, whatever this command's surroundings say. */
  private int told(Service service) {
    String address = shell.supervision().address(service);
    String port = address.substring(address.lastIndexOf(':') + 1);
    return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
  }
}
