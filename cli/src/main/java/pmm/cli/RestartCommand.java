package pmm.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stop, then start; open pages come back by themselves. */
@Command(footer = {"  pmm restart"})
final class RestartCommand implements Callable<Integer> {
  private final Shell shell;

  RestartCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    new StopCommand(shell).stop(shell.supervision());
    StartCommand start = new StartCommand(shell);
    start.noOpen = true;
    return start.call();
  }
}
