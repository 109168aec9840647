package pmm.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Completion for fish: one line for each command and each option. */
final class FishCompletion {
  private FishCompletion() {}

  static String script(CommandLine root) {
    List<String> lines = new ArrayList<>(List.of("complete -c pmm -f"));
    root.getSubcommands()
        .forEach((name, command) -> {
          lines.add(line("__fish_use_subcommand", "-a " + name, summary(command)));
          options(lines, "__fish_seen_subcommand_from " + name, command);
          String names = String.join(" ", command.getSubcommands().keySet());
          command
              .getSubcommands()
              .forEach((sub, leaf) -> {
                String here =
                    "__fish_seen_subcommand_from "
                        + name
                        + "; and not __fish_seen_subcommand_from "
                        + names;
                lines.add(line(here, "-a " + sub, summary(leaf)));
                options(
                    lines,
                    "__fish_seen_subcommand_from "
                        + name
                        + "; and __fish_seen_subcommand_from "
                        + sub,
                    leaf);
              });
        });
    return String.join("\n", lines);
  }

  private static void options(List<String> lines, String condition, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.hidden()) {
        String names =
            Arrays.stream(option.names())
                .map(name ->
                    name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1))
                .collect(Collectors.joining(" "));
        // -r: a value must follow; -F: which may be a file.
        String value = option.arity().max() > 0 ? " -r -F" : "";
        lines.add(line(condition, names + value, String.join(" ", option.description())));
      }
    }
  }

  private static String summary(CommandLine command) {
    return String.join(" ", command.getCommandSpec().usageMessage().description());
  }

  private static String line(String condition, String what, String description) {
    return "complete -c pmm -n '%s' %s -d '%s'"
        .formatted(condition, what, description.replace("\\", "\\\\").replace("'", "\\'"));
  }
}
