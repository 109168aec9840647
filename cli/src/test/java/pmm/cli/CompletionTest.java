package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
  @TempDir Path home;

  @Test
  void bashUnderstandsItsScript() throws Exception {
    Path script = Files.writeString(home.resolve("pmm"), Ran.pmm(home, "completion", "bash").out());
    String ask =
        "source %s && COMP_WORDS=(pmm model '') && COMP_CWORD=2 && _complete_pmm && echo \"${COMPREPLY[@]}\""
            .formatted(script);
    Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    String offered =
        new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

    assertEquals(0, bash.waitFor(), offered);
    assertTrue(offered.contains("remove"), offered);
  }

  @Test
  void fishGetsEveryCommandAndQuotesItsWords() {
    String script = Ran.pmm(home, "completion", "fish").out();

    for (CommandTree command : CommandTree.values()) {
      assertTrue(script.contains("-a " + command.id() + " "), command.id());
    }
    assertTrue(script.contains("-n '__fish_seen_subcommand_from model; and not"), script);
    assertTrue(
        script
            .lines()
            .allMatch(
                line -> line.replace("\\'", "").chars().filter(c -> c == '\'').count() % 2 == 0));
  }
}
