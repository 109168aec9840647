package pmm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.rpc.Config;
import pmm.rpc.Home;

/** What every command is given: the home, the screen, the person's answers, and the services. */
final class Shell implements AutoCloseable {
  private final Map<String, String> environment;
  private final Screen screen;
  private final InputStream in;
  private final boolean inIsTerminal;
  private @Nullable Path chosenHome;
  private boolean yes;
  private @Nullable Mesh mesh;

  Shell(Map<String, String> environment, Screen screen, InputStream in, boolean inIsTerminal) {
    this.environment = Map.copyOf(environment);
    this.screen = screen;
    this.in = in;
    this.inIsTerminal = inIsTerminal;
  }

  void chooseHome(Path home) {
    chosenHome = home;
  }

  void sayYes(boolean yes) {
    this.yes = yes;
  }

  /** Whether questions are answered by --yes. */
  boolean saysYes() {
    return yes;
  }

  Screen screen() {
    return screen;
  }

  InputStream in() {
    return in;
  }

  /** Whether a person can be asked. */
  boolean canAsk() {
    return inIsTerminal && screen.errIsTerminal();
  }

  Clock clock() {
    return Clock.systemDefaultZone();
  }

  /** A variable's value; empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /**
   * The folder of this mind, whether it is there yet or not: --home, else PMM_HOME, else ~/.pmm.
   */
  Path homeFolder() {
    Path home = chosenHome;
    if (home == null) {
      String named = variable("PMM_HOME");
      home = named.isBlank() ? Path.of(System.getProperty("user.home"), ".pmm") : Path.of(named);
    } else if (home.toString().isBlank()) {
      throw Failure.notDone("--home is empty (expected: a folder)");
    }
    if (Files.exists(home) && !Files.isDirectory(home)) {
      throw Failure.notDone(home + " is no folder (expected: one to be the home of a mind)");
    }
    return home.toAbsolutePath().normalize();
  }

  /** The same with its run folders. */
  Home home() {
    return Home.at(homeFolder(), environment);
  }

  /** The settings of this home, as a service that is started now would have them. */
  Config config() {
    return new Config(Map.of(), environment, Config.load(home()).file());
  }

  /** Where the product lies; empty where the classes run without one. */
  Optional<Path> product() {
    String product = System.getProperty("pmm.product", variable("PMM_DIST"));
    return product.isBlank() ? Optional.empty() : Optional.of(Path.of(product));
  }

  Supervision supervision() {
    return new Supervision(home(), product().orElse(null));
  }

  /**
   * Whether the mind is asked of its services, and not of its file: they run in this home, or in
   * other containers.
   */
  boolean reachesServices() {
    return liesElsewhere() || supervision().anyRuns();
  }

  /** Whether the services lie in other containers, whose tokens for the command are at hand. */
  boolean liesElsewhere() {
    return !variable("PMM_RUN_DIR").isBlank();
  }

  /** Where a service listens, or did when it last ran; empty if nothing tells. */
  String address(Service service) {
    String fixed = variable("PMM_" + service.name() + "_ADDRESS");
    return fixed.isBlank() ? supervision().address(service) : fixed;
  }

  /** Whether a mind lives in this home: one that has begun. */
  boolean lives() {
    return reachesServices()
        ? mesh().ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()).getEventCount()
            > 0
        : Files.exists(home().file("mind.db"));
  }

  /** The services; they need not run yet. */
  Mesh mesh() {
    Mesh open = mesh;
    if (open == null) {
      open = new Mesh(home());
      mesh = open;
    }
    return open;
  }

  /** The services, for commands that need them to run. */
  Mesh runningMesh() {
    if (!reachesServices()) {
      throw notRunning();
    }
    return mesh();
  }

  /** Says that nothing runs in this home, and how to change it. */
  Failure notRunning() {
    return Failure.notDone("PMM is not running. Start it with: " + commandLine("start"))
        .because("NOT_RUNNING");
  }

  /** A pmm command line for this home, as the person would type it. */
  String commandLine(String command) {
    Path home = chosenHome;
    return home == null ? "pmm " + command : "pmm --home " + home + " " + command;
  }

  /**
   * Asks a question that only "y" or "yes" answers with yes; --yes answers it too.
   *
   * @throws Failure where nobody can be asked
   */
  boolean confirm(String question) {
    return yes || answer(question, "[y/N]", "Answer it with --yes.").equals("y");
  }

  /**
   * Asks a question and returns the first letter of the answer in lower case; empty for none.
   *
   * @param choices what can be answered
   * @param otherwise what to do where nobody can be asked
   */
  String answer(String question, String choices, String otherwise) {
    if (!canAsk()) {
      throw Failure.notDone(
          "This needs an answer, and there is no terminal to ask at: "
              + question
              + " "
              + otherwise);
    }
    screen.ask(question + " " + choices);
    String line = readLine().strip().toLowerCase(Locale.ROOT);
    return line.isEmpty() ? "" : line.substring(0, 1);
  }

  /**
   * Asks for a line.
   *
   * @param otherwise what to do where nobody can be asked
   */
  String line(String question, String otherwise) {
    if (!canAsk()) {
      throw Failure.notDone(
          "This needs an answer, and there is no terminal to ask at: "
              + question
              + " "
              + otherwise);
    }
    screen.ask(question);
    return readLine().strip();
  }

  @Override
  public void close() {
    Mesh open = mesh;
    if (open != null) {
      open.close();
    }
  }

  /** One line, read byte by byte so that what follows stays for whoever reads next. */
  private String readLine() {
    java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
    try {
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.write(c);
      }
    } catch (IOException e) {
      return "";
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
