package pmm.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The script that lets a shell complete commands and options. */
@Command(
    footer = {
      "  source <(pmm completion bash)",
      "  source <(pmm completion zsh)",
      "  pmm completion fish > ~/.config/fish/completions/pmm.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  String language = "";

  CompletionCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    shell
        .screen()
        .result(
            switch (language) {
              // The script speaks both: under zsh it loads bashcompinit.
              case "bash", "zsh" -> AutoComplete.bash("pmm", CommandTree.whole(shell));
              case "fish" -> FishCompletion.script(CommandTree.whole(shell));
              default ->
                  throw Failure.notDone(
                      "No completion for " + language + " (expected: bash, zsh or fish)");
            });
    return ExitCode.DONE;
  }
}
