package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pmm.ledger.v1.PinSignatureRequest;
import pmm.mindfile.Fault;
import pmm.mindfile.PinnedKey;
import pmm.mindfile.SignatureFile;
import pmm.mindfile.Trust;
import pmm.mindfile.Verifier;
import pmm.mindfile.VerifyOptions;
import pmm.mindfile.VerifyReport;
import pmm.mindfile.VerifyReport.Facts;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.SigningKey;
import pmm.mindfile.proof.VerifyingKey;

/** Signs what a mind is now, once it was found whole. Changes no byte of the file. */
@Command(
    footer = {
      "  pmm sign --key mind.key",
      "  pmm sign ~/backup/mind.db --key /media/stick/my-mind.key",
      "",
      "Exit code 0: signed. 1: the file is not whole, and nothing was signed. 2: it could not be done."
    })
final class SignCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin MindArgument mind = new MindArgument();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      required = true,
      description = "The key, as pmm keygen or openssl genpkey -algorithm ed25519 writes it.")
  Path key = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "SIG",
      description = "Where to write the signature (else FILE.sig).")
  @Nullable Path out;

  SignCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    SigningKey signing = SigningKeys.signing(key);
    Path own = MindArgument.own(shell);
    Path target = mind.of(shell);
    if (!Files.isRegularFile(target)) {
      throw Failure.notDone(
          "There is no file "
              + target
              + " to sign (expected: a mind.db)"
              + (shell.liesElsewhere()
                  ? ". The mind lies with its ledger, in another container: copy it, and sign the"
                      + " copy, which is a signature over the mind:\n  pmm backup DIR\n"
                      + "  pmm sign DIR/COPY --key KEY"
                  : ""));
    }
    PinnedKey pinned = PinnedKey.of(shell.homeFolder());
    VerifyingKey before = pinned.read().orElse(null);
    boolean other = before != null && !before.equals(signing.verifyingKey());
    if (before != null && other && !shell.confirm(question(before))) {
      throw Failure.notSo("Nothing was signed; the key that is trusted is as it was.");
    }
    Facts facts = whole(target, before == null ? signing.verifyingKey() : before);
    SignedNote note =
        signing.sign(
            Checkpoint.of(
                String.valueOf(facts.mindId()),
                facts.events(),
                HexFormat.of().parseHex(facts.merkleRoot())));
    SignatureFile signature =
        out == null ? SignatureFile.beside(target) : new SignatureFile(out.toAbsolutePath());
    signature.write(note);
    if (before == null || other) {
      pinned.pin(signing.verifyingKey());
    }
    Screen screen = shell.screen();
    screen.result(
        "Signed "
            + Text.count(facts.events(), "event")
            + " of "
            + target
            + " in "
            + signature.path());
    screen.result(
        "Key "
            + signing.verifyingKey().fingerprint()
            + " (key id "
            + signing.verifyingKey().id(Checkpoint.originOf(String.valueOf(facts.mindId())))
            + " in the notes of this mind)");
    if (before == null || other) {
      screen.say("This home trusts this key from now on: " + pinned.path());
    }
    if (target.toAbsolutePath().normalize().equals(own) && shell.reachesServices()) {
      shell
          .mesh()
          .ledger()
          .pinSignature(
              PinSignatureRequest.newBuilder()
                  .setNote(note.format())
                  .setPublicKeyPem(signing.verifyingKey().toPem())
                  .setReplaceKey(other)
                  .build());
    }
    return ExitCode.DONE;
  }

  private static String question(VerifyingKey before) {
    return "This home trusts the key "
        + before.fingerprint()
        + ". Trust this other key from now on, in its place?";
  }

  private Facts whole(Path target, VerifyingKey trusted) {
    VerifyReport report =
        Verifier.verify(
            target,
            VerifyOptions.defaults().trusting(new Trust(trusted, null)),
            (done, total) -> shell.screen().progress("Verifying", done, total));
    return switch (report) {
      case VerifyReport.Whole(Facts facts) when facts.events() > 0 -> facts;
      case VerifyReport.Whole empty -> throw Failure.notSo(target + " holds no event to sign");
      // To sign is how a restore is made good.
      case VerifyReport.Broken broken
          when broken.findings().stream().allMatch(f -> f.fault() == Fault.RESTORED) ->
          broken.facts();
      case VerifyReport.Broken broken ->
          throw Failure.notSo(
              "Nothing was signed: "
                  + target
                  + " is not whole. "
                  + Text.safe(
                      broken.first().row()
                          + ": "
                          + broken.first().fault().word()
                          + ". "
                          + broken.first().message()));
      case VerifyReport.NotCheckable not ->
          throw Failure.notDone("Nothing was signed: " + Text.safe(not.message()));
    };
  }
}
