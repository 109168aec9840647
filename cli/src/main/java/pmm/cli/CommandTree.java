package pmm.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jline.utils.Levenshtein;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * All commands, and how one of them is run. Only the one that was asked for is loaded: starting
 * quickly matters most.
 */
enum CommandTree {
  CHAT("Talk", "talk with the mind", ChatCommand::new),

  START("Run", "start PMM and open it in the browser", StartCommand::new),
  STOP("Run", "stop PMM; one single file remains", StopCommand::new),
  RESTART("Run", "stop PMM and start it again", RestartCommand::new),
  STATUS("Run", "show what runs and how it is", StatusCommand::new),
  LOGS("Run", "show what the services have logged", LogsCommand::new),
  OPEN("Run", "open PMM in the browser", OpenCommand::new),
  CONFIRM("Run", "confirm what the browser waits for", ConfirmCommand::new),

  MIND("Your mind", "show what the mind is like, now or earlier", MindCommand::new),
  MEMORY("Your mind", "see what the mind remembers, and set it right", MemoryCommand::new),
  COMMITMENTS(
      "Your mind", "list promises, and confirm, close or put them off", CommitmentsCommand::new),
  REFLECT("Your mind", "have the mind look back on recent talk, now", ReflectCommand::new),
  SUMMARISE("Your mind", "have the begin of a long conversation summed up", SummariseCommand::new),
  AUTONOMY("Your mind", "say whether the mind reflects by itself", AutonomyCommand::new),
  FEEDBACK("Your mind", "say what you think of an answer", FeedbackCommand::new),
  HEALTH("Your mind", "say in plain English whether all is well", HealthCommand::new),
  STATS("Your mind", "show the mind in figures", StatsCommand::new),
  EVENTS("Your mind", "read the ledger, event by event", EventsCommand::new),
  SEARCH("Your mind", "find what was said, here or to another assistant", SearchCommand::new),
  TRACE("Your mind", "show what an answer was made from", TraceCommand::new),
  VERIFY("Your mind", "check that nothing in the file was changed", VerifyCommand::new),
  SIGN("Your mind", "sign the mind as it is now", SignCommand::new),
  PROVE("Your mind", "prove an event, or that nothing was changed", ProveCommand::new),
  KEYGEN("Your mind", "make a key to sign with", KeygenCommand::new),
  EXPORT("Your mind", "write the whole mind as text", ExportCommand::new),
  IMPORT("Your mind", "bring what another assistant kept, or a whole mind", ImportCommand::new),
  SNAPSHOT("Your mind", "keep copies in the home, and go back to one", SnapshotCommand::new),
  BACKUP("Your mind", "copy the mind to another place and verify the copy", BackupCommand::new),
  MOVE("Your mind", "move the home folder to another place", MoveCommand::new),
  DELETE("Your mind", "delete the mind and all that belongs to it", DeleteCommand::new),
  REBUILD("Your mind", "work the mind out anew from its events", RebuildCommand::new),
  DIFF("Your mind", "say how two minds differ", DiffCommand::new),
  TEMPLATE("Your mind", "give the mind a character to begin with", TemplateCommand::new),
  FORGET("Your mind", "forget words for good, wherever they are", ForgetCommand::new),

  MODEL("Models", "list, add, use, pull, test and remove models", ModelCommand::new),
  CODEC("Models", "run codecs as programs of their own", CodecCommand::new),

  CONSENT("Network", "allow or take back what may leave this device", ConsentCommand::new),
  NETWORK("Network", "show every use of the network", NetworkCommand::new),
  OFFLINE("Network", "let nothing leave, whatever is allowed", OfflineCommand::new),

  DOCTOR("About", "look for what is wrong, and say how to mend it", DoctorCommand::new),
  VERSION("About", "show the version", VersionCommand::new),
  COMPLETION("About", "print the completion script for a shell", CompletionCommand::new);

  private static final String JSON = "--json";
  private static final String OVERVIEW = "overview";

  private final String group;
  private final String summary;
  private final Function<Shell, Object> command;

  CommandTree(String group, String summary, Function<Shell, Object> command) {
    this.group = group;
    this.summary = summary;
    this.command = command;
  }

  /** Runs the command that the arguments name and returns its exit code. */
  static int run(Shell shell, String... given) {
    String[] arguments = helpLast(given);
    Optional<CommandTree> asked = named(arguments);
    CommandLine root =
        asked.isPresent() ? root(shell, List.of(asked.get())) : root(shell, List.of(values()));
    root.setParameterExceptionHandler((e, args) -> {
      explainArguments(e, shell);
      return ended(
          Failure.notDone(message(e)).because("ARGUMENTS"), e.getCommandLine(), shell, args);
    });
    root.setExecutionExceptionHandler(
        (e, line, result) -> ended(explain(e, shell), line, shell, arguments));
    return root.execute(arguments);
  }

  /** The whole tree, for help and completion. */
  static CommandLine whole(Shell shell) {
    return root(shell, List.of(values()));
  }

  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  String group() {
    return group;
  }

  String summary() {
    return summary;
  }

  private static CommandLine root(Shell shell, List<CommandTree> entries) {
    CommandLine root = new CommandLine(new RootCommand(shell));
    for (CommandTree entry : entries) {
      CommandLine line = new CommandLine(entry.command.apply(shell));
      line.getCommandSpec()
          .usageMessage()
          .description(
              Character.toUpperCase(entry.summary.charAt(0)) + entry.summary.substring(1) + ".");
      root.addSubcommand(entry.id(), line);
    }
    shape(root.getCommandSpec());
    root.getCommandSpec().usageMessage().sectionKeys(List.of(OVERVIEW));
    root.getCommandSpec()
        .usageMessage()
        .sectionMap()
        .put(OVERVIEW, help -> String.join("\n", RootCommand.overview()) + "\n");
    root.setOut(new PrintWriter(shell.screen().raw(), true, StandardCharsets.UTF_8));
    root.setUsageHelpAutoWidth(false);
    root.setExpandAtFiles(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    return root;
  }

  private static void shape(CommandSpec spec) {
    spec.usageMessage()
        .synopsisHeading("Usage: ")
        .descriptionHeading("%n")
        .abbreviateSynopsis(true)
        .parameterListHeading(hasShownParameters(spec) ? "%n" : "")
        .optionListHeading("%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading(spec.usageMessage().footer().length == 0 ? "" : "%nExamples:%n")
        .sortOptions(false)
        .width(100);
    spec.subcommands().values().forEach(sub -> shape(sub.getCommandSpec()));
  }

  private static boolean hasShownParameters(CommandSpec spec) {
    return spec.positionalParameters().stream().anyMatch(parameter -> !parameter.hidden());
  }

  /** "pmm help chat" as "pmm chat --help". */
  private static String[] helpLast(String[] arguments) {
    if (arguments.length == 0 || !arguments[0].equals("help")) {
      return arguments;
    }
    List<String> turned = new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length));
    turned.add("--help");
    return turned.toArray(String[]::new);
  }

  private static Optional<CommandTree> named(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--home")) {
        i++;
      } else if (!argument.startsWith("-")) {
        return Arrays.stream(values()).filter(entry -> entry.id().equals(argument)).findFirst();
      }
    }
    return Optional.empty();
  }

  /**
   * Who asked for a document is given one, also about a failure; an export's {@code --json} names
   * what leaves instead.
   */
  private static int ended(Failure failure, CommandLine line, Shell shell, String... arguments) {
    OptionSpec asked = line.getCommandSpec().findOption(JSON);
    boolean isForm = asked != null && asked.type() == boolean.class;
    if (isForm && List.of(arguments).contains(JSON)) {
      shell
          .screen()
          .json(
              Map.of(
                  "error",
                  new TreeMap<>(Map.of("reason", failure.reason(), "message", failure.text()))));
    }
    return failure.exitCode();
  }

  private static Failure explain(Exception problem, Shell shell) {
    if (!shell.variable("PMM_DEBUG").isEmpty()) {
      shell.screen().say(stackTrace(problem));
    }
    Failure failure = Problems.explain(problem, shell);
    shell.screen().say(failure.text());
    return failure;
  }

  private static void explainArguments(ParameterException problem, Shell shell) {
    CommandLine line = problem.getCommandLine();
    shell.screen().say(message(problem));
    if (problem instanceof UnmatchedArgumentException unmatched) {
      suggestion(unmatched)
          .ifPresent(similar -> shell.screen().say("Did you mean: " + similar + "?"));
    }
    shell.screen().say("See: " + line.getCommandSpec().qualifiedName() + " --help");
  }

  /** The command or option that a mistyped one is nearest to, if any is near. */
  private static Optional<String> suggestion(UnmatchedArgumentException unmatched) {
    String typed = unmatched.getUnmatched().getFirst();
    CommandSpec spec = unmatched.getCommandLine().getCommandSpec();
    return (typed.startsWith("-") ? spec.optionsMap() : spec.subcommands())
        .keySet().stream()
            .filter(name -> Levenshtein.distance(typed, name) <= Math.max(1, name.length() / 3))
            .min(Comparator.comparingInt(name -> Levenshtein.distance(typed, name)));
  }

  private static String message(ParameterException problem) {
    Throwable cause = problem.getCause();
    if (cause instanceof Failure failure) {
      return failure.text();
    }
    if (cause instanceof TypeConversionException wrong) {
      return isNumber(problem.getArgSpec())
          ? "Not a number: " + problem.getValue() + example(problem.getArgSpec())
          : String.valueOf(wrong.getMessage());
    }
    if (problem instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().getFirst();
      if (first.startsWith("-")) {
        return "There is no option " + first;
      }
      return problem.getCommandLine().getSubcommands().isEmpty()
          ? "One word too many: " + first
          : "There is no command " + first;
    }
    if (problem instanceof MutuallyExclusiveArgsException) {
      return String.valueOf(problem.getMessage())
          .replaceFirst("^Error: (.*) are mutually exclusive.*$", "Say only one of $1");
    }
    if (!problem.getCommandLine().getSubcommands().isEmpty()) {
      return "Say what to do: "
          + String.join(", ", problem.getCommandLine().getSubcommands().keySet());
    }
    return String.valueOf(problem.getMessage());
  }

  private static boolean isNumber(@Nullable ArgSpec argument) {
    return argument != null && (argument.type() == int.class || argument.type() == long.class);
  }

  private static String example(@Nullable ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? " (expected: a whole number, such as " + option.longestName() + " 20)"
        : " (expected: a whole number)";
  }

  private static String stackTrace(@Nullable Throwable problem) {
    java.io.StringWriter text = new java.io.StringWriter();
    if (problem != null) {
      problem.printStackTrace(new PrintWriter(text, true));
    }
    return text.toString().stripTrailing();
  }
}
