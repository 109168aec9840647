package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pmm.rpc.Config;
import pmm.rpc.ConfigurationException;

/** What this device offers PMM: Java, a private home, room on the disk, the time, ports. */
final class DeviceChecks {
  private static final int OLDEST_JAVA = 25;
  private static final long LEAST_FREE = 500_000_000;

  /** Two clocks may differ by so much. */
  private static final Duration DRIFT = Duration.ofMinutes(10);

  private final Shell shell;

  DeviceChecks(Shell shell) {
    this.shell = shell;
  }

  /** All that can be looked at without PMM. */
  List<DoctorCheck> all() {
    List<DoctorCheck> checks = new ArrayList<>();
    checks.add(java());
    checks.addAll(caches());
    checks.add(home());
    checks.add(volume());
    checks.add(disk());
    checks.add(clock());
    checks.addAll(ports());
    return checks;
  }

  private static DoctorCheck java() {
    int version = Runtime.version().feature();
    return version >= OLDEST_JAVA
        ? DoctorCheck.good(
            "java", "version " + version + ", at " + System.getProperty("java.home") + ".")
        : DoctorCheck.bad(
            "java",
            "version " + version + " (expected: " + OLDEST_JAVA + " or later).",
            "install a newer one, and point JAVA_HOME at it",
            "too_old");
  }

  private DoctorCheck home() {
    Path home = shell.homeFolder();
    if (!Files.exists(home)) {
      return DoctorCheck.good("home", home + " is not there yet; it begins with: pmm start.");
    }
    if (!Files.isWritable(home)) {
      return DoctorCheck.bad(
          "home", home + " cannot be written to.", "check who owns it", "not_writable");
    }
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(home);
      boolean open = rights.stream().anyMatch(right -> !right.name().startsWith("OWNER"));
      return open
          ? DoctorCheck.bad(
              "home", home + " is open to others.", "run: chmod 700 " + home, "open_to_others")
          : DoctorCheck.good("home", home + ", yours alone.");
    } catch (IOException | UnsupportedOperationException e) {
      return DoctorCheck.note("home", home + "; who may read it cannot be seen here.");
    }
  }

  private List<DoctorCheck> caches() {
    String product = System.getProperty("pmm.product", "");
    return product.isEmpty() ? List.of() : List.of(new StartCaches(Path.of(product)).check());
  }

  /** Who holds the disk holds the mind, unless the disk is encrypted. */
  private DoctorCheck volume() {
    String advice =
        "use the system's disk encryption (LUKS, FileVault), or have the home on a disk that is"
            + " encrypted: "
            + shell.commandLine("move DIR");
    try {
      return switch (new Volume(Path.of("/")).under(place().toRealPath())) {
        case YES -> DoctorCheck.good("encryption", "the home lies on an encrypted disk.");
        case NO ->
            DoctorCheck.note(
                "encryption",
                "the home's disk is not encrypted: who takes it can read the mind.",
                advice,
                "not_encrypted");
        case UNKNOWN ->
            DoctorCheck.note(
                "encryption",
                "whether the home's disk is encrypted cannot be seen here.",
                advice,
                "unknown");
      };
    } catch (IOException e) {
      return DoctorCheck.note(
          "encryption", "the home cannot be looked at: " + e.getMessage() + ".");
    }
  }

  /** Whatever was written lies in the past, where the clock is right. */
  private DoctorCheck clock() {
    Instant now = shell.clock().instant();
    try {
      Optional<Instant> written = MindChecks.lastWritten(shell.homeFolder());
      if (written.isPresent() && written.get().isAfter(now.plus(DRIFT))) {
        return DoctorCheck.bad(
            "clock",
            "it says %s, yet the mind was last written to at %s."
                .formatted(When.minute(now), When.minute(written.get())),
            "set it; on many systems: timedatectl set-ntp true",
            "wrong");
      }
      return DoctorCheck.good("clock", When.minute(now) + ".");
    } catch (IOException e) {
      return DoctorCheck.note("clock", "cannot be compared with the file: " + e.getMessage() + ".");
    }
  }

  /** The home, or what will hold it. */
  private Path place() {
    Path place = shell.homeFolder();
    while (!Files.exists(place) && place.getParent() != null) {
      place = place.getParent();
    }
    return place;
  }

  private DoctorCheck disk() {
    try {
      long free = Files.getFileStore(place()).getUsableSpace();
      return free >= LEAST_FREE
          ? DoctorCheck.good("disk", Text.size(free) + " free.")
          : DoctorCheck.bad(
              "disk",
              "only "
                  + Text.size(free)
                  + " free (expected: "
                  + Text.size(LEAST_FREE)
                  + " or more).",
              "make room",
              "full");
    } catch (IOException e) {
      return DoctorCheck.note("disk", "how much is free cannot be seen: " + e.getMessage());
    }
  }

  /** A port that one of our own services has is as it should be. */
  private List<DoctorCheck> ports() {
    List<DoctorCheck> taken = new ArrayList<>();
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
      return List.of(DoctorCheck.bad("ports", String.valueOf(e.getMessage()), "", "not_valid"));
    }
    return taken.isEmpty()
        ? List.of(DoctorCheck.good("ports", String.join(", ", named) + ": free, or PMM's own."))
        : taken;
  }

  private DoctorCheck taken(Service service, int port) {
    return DoctorCheck.bad(
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
