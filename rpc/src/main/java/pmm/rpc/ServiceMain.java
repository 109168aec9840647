package pmm.rpc;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The life of a service process, from its arguments to its exit code. */
public final class ServiceMain {
  /** The exit code for what only a person can put right; a supervisor does not try again. */
  public static final int EXIT_CONFIGURATION = 78;

  private static final int EXIT_FAILED = 1;
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Logger log = LoggerFactory.getLogger(ServiceMain.class);

  private ServiceMain() {}

  /** Builds a service's parts in order and starts it. */
  @FunctionalInterface
  public interface Starter {
    /** Returns what stops the service when closed. */
    AutoCloseable start(Home home, Config config) throws Exception;
  }

  /** Runs a service until it is told to stop. Does not return. */
  public static void run(String name, String[] args, Starter starter) {
    long begin = System.nanoTime();
    try {
      Arguments arguments = Arguments.parse(name, args);
      Home home = Home.fromEnvironment(arguments.environment());
      log.info("Starting {} in {}", name, home.root());
      AutoCloseable service = starter.start(home, Config.load(home, arguments.settings));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(name, service), "stop"));
      log.info("Started {} in {} ms", name, (System.nanoTime() - begin) / 1_000_000);
      Thread.currentThread().join();
    } catch (ConfigurationException e) {
      log.error("{} cannot start: {}", name, e.getMessage());
      System.exit(EXIT_CONFIGURATION);
    } catch (Exception e) {
      log.error("{} cannot start", name, e);
      System.exit(EXIT_FAILED);
    }
  }

  private static void stop(String name, AutoCloseable service) {
    log.info("Stopping {}", name);
    Thread bound =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                Thread.sleep(GRACE);
                log.error("{} did not stop within {}", name, GRACE);
                Runtime.getRuntime().halt(EXIT_FAILED);
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    int code = 0;
    try {
      service.close();
      log.info("Stopped {}", name);
    } catch (Exception e) {
      log.error("{} did not stop cleanly", name, e);
      code = EXIT_FAILED;
    }
    bound.interrupt();
    // A process that was asked to stop and did so ends with 0, not with the signal's number.
    Runtime.getRuntime().halt(code);
  }

  @Command
  private static final class Arguments {
    @Option(names = "--help", usageHelp = true, description = "Prints this.")
    private boolean help;

    @Option(
        names = "--home",
        paramLabel = "DIR",
        description = "The home folder (default: PMM_HOME, else ~/.pmm).")
    private String homeFolder = "";

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description = "A setting, as in config.toml; wins over the environment.")
    private Map<String, String> settings = new TreeMap<>();

    static Arguments parse(String name, String[] args) {
      Arguments arguments = new Arguments();
      // Without arguments, as in every ordinary start, picocli is not even loaded.
      if (args.length > 0) {
        CommandLine line = new CommandLine(arguments).setCommandName(name);
        try {
          line.parseArgs(args);
        } catch (ParameterException e) {
          throw new ConfigurationException("bad arguments: " + e.getMessage(), e);
        }
        if (CommandLine.printHelpIfRequested(line.getParseResult())) {
          System.exit(0);
        }
      }
      return arguments;
    }

    Map<String, String> environment() {
      Map<String, String> environment = new TreeMap<>(System.getenv());
      if (!homeFolder.isEmpty()) {
        environment.put("PMM_HOME", homeFolder);
      }
      return environment;
    }
  }
}
