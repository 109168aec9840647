package pmm.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import pmm.mindfile.proof.SigningKey;

/** Makes a key to sign with: an Ed25519 key as openssl writes it, and its public half beside it. */
@Command(
    footer = {
      "  pmm keygen",
      "  pmm keygen --out /media/stick/my-mind.key",
      "",
      "The same as: openssl genpkey -algorithm ed25519. Keep the key where whoever can change the",
      "mind cannot reach it, and keep a second copy: what is signed cannot be signed again without it."
    })
final class KeygenCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--out",
      paramLabel = "KEY",
      description = "Where to write the key (else mind.key); its public half goes to KEY.pub.")
  Path out = Path.of("mind.key");

  KeygenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path publicHalf = out.resolveSibling(out.getFileName() + ".pub");
    for (Path file : new Path[] {out, publicHalf}) {
      if (Files.exists(file)) {
        throw exists(file);
      }
    }
    SigningKey key = SigningKey.generate();
    write(out, key.toPem(), "rw-------");
    write(publicHalf, key.verifyingKey().toPem(), "rw-r--r--");
    Screen screen = shell.screen();
    screen.result("Wrote the key to " + out + " and its public half to " + publicHalf);
    screen.result("Fingerprint: " + key.verifyingKey().fingerprint());
    screen.say("The notes of a mind name it by a short key id, which pmm sign prints.");
    screen.say(
        "Keep "
            + out
            + " away from this device if you can, and a copy of it. Sign with: "
            + shell.commandLine("sign --key " + out));
    return ExitCode.DONE;
  }

  private static void write(Path file, String text, String rights) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)))) {
      channel.write(StandardCharsets.US_ASCII.encode(text));
      channel.force(true);
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw Failure.notDone("Cannot write to " + file + ": " + Problems.cause(e));
    }
  }

  private static Failure exists(Path file) {
    return Failure.notDone(file + " is there already, and a key is never overwritten");
  }
}
