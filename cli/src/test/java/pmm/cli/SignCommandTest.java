package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;

class SignCommandTest {
  @TempDir Path home;
  @TempDir Path keys;

  private Path key = Path.of("");
  private Path publicHalf = Path.of("");

  @BeforeEach
  void write() {
    say(home, "first", "second");
    key = keys.resolve("mind.key");
    publicHalf = keys.resolve("mind.key.pub");
    assertEquals(ExitCode.DONE, pmm("keygen", "--out", key.toString()).exit());
  }

  private static void say(Path home, String... words) {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      for (String word : words) {
        mind.append(AppendRequest.of(Draft.of("note", word))).join();
      }
    }
  }

  private Ran pmm(String... arguments) {
    return Ran.pmm(home, arguments);
  }

  private Ran sign() {
    return pmm("sign", "--key", key.toString());
  }

  private void refused(int exit, String words, Ran ran) {
    assertEquals(exit, ran.exit(), ran.out() + ran.err());
    assertTrue((ran.out() + ran.err()).contains(words), ran.out() + ran.err());
    assertFalse(ran.err().contains("Exception"), ran.err());
  }

  @Test
  void makesAKeyThatOnlyItsOwnerReadsAndNeverOverwritesIt() throws IOException {
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    String before = Files.readString(key);

    refused(ExitCode.NOT_DONE, "is there already", pmm("keygen", "--out", key.toString()));
    Files.delete(key);
    refused(ExitCode.NOT_DONE, publicHalf.toString(), pmm("keygen", "--out", key.toString()));
    assertFalse(Files.exists(key));
    assertTrue(before.startsWith("-----BEGIN PRIVATE KEY-----\n"), "PKCS#8");
  }

  @Test
  void signsPinsTheKeyAndSaysWhatIsSigned() throws IOException {
    byte[] before = Files.readAllBytes(home.resolve("mind.db"));
    Ran signed = sign();

    assertEquals(ExitCode.DONE, signed.exit(), signed.err());
    assertTrue(signed.out().startsWith("Signed 3 events of "), signed.out());
    assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(home.resolve("mind.db"))));
    assertEquals(Files.readString(publicHalf), Files.readString(home.resolve("keys/signing.pub")));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home.resolve("keys/signing.pub"))));

    assertTrue(pmm("verify").out().contains("to event 3 by the key "), pmm("verify").out());
    assertTrue(pmm("verify").out().contains("nothing is newer"));
    say(home, "third", "fourth");
    assertTrue(pmm("verify").out().contains("2 newer events are unsigned"), pmm("verify").out());
    assertEquals(3L, Json.object(pmm("verify", "--json").out()).get("signed_through_event_id"));
  }

  @Test
  void callsAnUnknownKeyUnknownAndNothingElse(@TempDir Path other) throws IOException {
    sign();
    Path copy = Files.copy(home.resolve("mind.db"), other.resolve("copy.db"));
    String sig = home.resolve("mind.db.sig").toString();
    Path strange = keys.resolve("strange.key");
    pmm("keygen", "--out", strange.toString());

    Ran nobody = Ran.pmm(other.resolve("empty"), "verify", copy.toString(), "--sig", sig);
    refused(ExitCode.NOT_DONE, "signed by an unknown key (key id ", nobody);
    refused(
        ExitCode.NOT_DONE,
        "signed by an unknown key (key id ",
        pmm("verify", "--sig", sig, "--key", strange + ".pub"));
    Ran known =
        Ran.pmm(
            other.resolve("empty"),
            "verify",
            copy.toString(),
            "--sig",
            sig,
            "--key",
            publicHalf.toString());
    assertEquals(ExitCode.DONE, known.exit(), known.err());
  }

  @Test
  void replacesTheTrustedKeyOnlyWhenTold() {
    sign();
    Path next = keys.resolve("next.key");
    pmm("keygen", "--out", next.toString());

    refused(ExitCode.NOT_DONE, "--yes", pmm("sign", "--key", next.toString()));
    assertEquals(ExitCode.DONE, pmm("sign", "--yes", "--key", next.toString()).exit());
    assertEquals(ExitCode.DONE, pmm("verify").exit());
    refused(
        ExitCode.NOT_DONE,
        "signed by an unknown key",
        pmm("verify", "--key", publicHalf.toString()));
  }

  @Test
  void saysWhatIsWrongWithAKey() throws Exception {
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    refused(ExitCode.NOT_DONE, "can be read by others", sign());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    refused(
        ExitCode.NOT_DONE, "There is no key", pmm("sign", "--key", keys.resolve("no").toString()));
    refused(ExitCode.NOT_DONE, "public key", pmm("sign", "--key", priv(publicHalf).toString()));
    refused(ExitCode.NOT_DONE, "a private key", pmm("verify", "--key", key.toString()));
    for (String[] made :
        new String[][] {
          {"none for Ed25519", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"},
          {"none for Ed25519", "genpkey -algorithm ed448"},
          {"an encrypted key", "genpkey -algorithm ed25519 -aes256 -pass pass:secret"},
          {"PRIVATE KEY", "ecparam -name prime256v1 -genkey -noout"},
        }) {
      Path other = keys.resolve("openssl.key");
      openssl(made[1] + " -out " + other);
      refused(ExitCode.NOT_DONE, made[0], pmm("sign", "--key", priv(other).toString()));
    }
    assertFalse(Files.exists(home.resolve("mind.db.sig")));
  }

  private static Path priv(Path file) throws IOException {
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static void openssl(String arguments) throws Exception {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" ")).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor(), arguments);
  }

  @Test
  void signsWithAKeyThatOpensslMade() throws Exception {
    Path other = keys.resolve("openssl.key");
    openssl("genpkey -algorithm ed25519 -out " + other);

    assertEquals(ExitCode.DONE, pmm("sign", "--key", priv(other).toString()).exit());
    assertEquals(ExitCode.DONE, pmm("verify").exit());
  }

  @Test
  void refusesSignaturesThatDoNotFit(@TempDir Path other) throws IOException {
    Path sig = home.resolve("mind.db.sig");
    Path older = Files.copy(home.resolve("mind.db"), other.resolve("older.db"));
    say(home, "third");
    sign();
    String note = Files.readString(sig);

    refused(ExitCode.NOT_SO, "truncated", pmm("verify", older.toString(), "--sig", sig.toString()));
    say(other.resolve("second"), "someone", "else", "who", "spoke");
    refused(
        ExitCode.NOT_SO,
        "is over pmm.local/",
        pmm("verify", other.resolve("second/mind.db").toString(), "--sig", sig.toString()));
    Files.writeString(sig, note.substring(0, note.length() - 9));
    refused(ExitCode.NOT_DONE, sig.toString(), pmm("verify"));
    Files.writeString(sig, note.replace("\n4\n", "\n3\n"));
    refused(ExitCode.NOT_SO, "signature", pmm("verify"));
    refused(ExitCode.NOT_SO, "Nothing was signed", sign());
  }

  @Test
  void provesAnEventToWhoHasOnlyTheKey(@TempDir Path other) throws IOException {
    sign();
    Path proof = other.resolve("event.proof");
    Path stranger = other.resolve("stranger");
    assertEquals(ExitCode.DONE, pmm("prove", "2", "--out", proof.toString()).exit());
    assertFalse(Files.readString(proof).contains("first"));

    Ran checked =
        Ran.pmm(stranger, "verify", "--proof", proof.toString(), "--key", publicHalf.toString());
    assertEquals(ExitCode.DONE, checked.exit(), checked.err());
    assertTrue(
        checked.out().startsWith("Proved: event 2 is one of the first 3 events"), checked.out());
    assertTrue(checked.out().contains("not shown"), checked.out());
    refused(
        ExitCode.NOT_DONE, "unknown key", Ran.pmm(stranger, "verify", "--proof", proof.toString()));

    pmm("prove", "2", "--reveal", "--yes", "--out", proof.toString());
    Map<String, ?> shown =
        Json.object(
            Ran.pmm(
                    stranger,
                    "verify",
                    "--json",
                    "--proof",
                    proof.toString(),
                    "--key",
                    publicHalf.toString())
                .out());
    assertEquals("first", shown.get("content"));
  }

  @Test
  void refusesWhatProvesNothing(@TempDir Path other) throws IOException {
    sign();
    String proof = pmm("prove", "2").out();
    Path file = other.resolve("x.proof");
    Map<String, Integer> changes =
        Map.of(
            proof.replace("index 1", "index 0"),
            ExitCode.NOT_SO,
            proof.replace("index 1", "index 7"),
            ExitCode.NOT_DONE,
            proof.substring(0, proof.length() / 2),
            ExitCode.NOT_DONE,
            "hello\n",
            ExitCode.NOT_DONE,
            "",
            ExitCode.NOT_DONE,
            proof.replace("\n3\n", "\n4\n"),
            ExitCode.NOT_SO);
    Files.writeString(file, proof.replace("index 1", "index 0"));
    Ran told = pmm("verify", "--json", "--proof", file.toString());
    assertEquals(ExitCode.NOT_SO, told.exit());
    assertEquals("not_proved", Json.object(told.out()).get("verdict"));
    refused(
        ExitCode.NOT_DONE,
        "one of FILE and --proof",
        pmm("verify", home.resolve("mind.db").toString(), "--proof", file.toString()));
    changes.forEach((text, exit) -> {
      try {
        Files.writeString(file, text, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      refused(exit, file.toString(), pmm("verify", "--proof", file.toString()));
    });
  }

  @Test
  void provesThatAMindContinuesWhatItWas(@TempDir Path other) throws IOException {
    sign();
    Path older = Files.copy(home.resolve("mind.db.sig"), other.resolve("older.sig"));
    say(home, "third", "fourth");
    sign();
    Path proof = other.resolve("more.proof");
    pmm("prove", "--from", "3", "--out", proof.toString());

    Ran checked =
        Ran.pmm(
            other.resolve("stranger"),
            "verify",
            "--proof",
            proof.toString(),
            "--key",
            publicHalf.toString(),
            "--sig",
            older.toString());
    assertEquals(ExitCode.DONE, checked.exit(), checked.err());
    assertTrue(checked.out().contains("nothing up to event 3 was changed"), checked.out());
    Path empty = Files.createFile(other.resolve("empty.sig"));
    refused(
        ExitCode.NOT_DONE,
        empty + " cannot be checked",
        pmm("verify", "--proof", proof.toString(), "--sig", empty.toString()));
    pmm("prove", "--from", "2", "--yes", "--out", proof.toString());
    refused(
        ExitCode.NOT_SO,
        "does not start from",
        pmm("verify", "--proof", proof.toString(), "--sig", older.toString()));
  }

  @Test
  void checksAnUnsignedProofOnlyAgainstTheMind(@TempDir Path other) throws IOException {
    Path proof = other.resolve("x.proof");
    Ran proved = pmm("prove", "2", "--out", proof.toString());

    assertTrue(proved.err().contains("Nobody has signed"), proved.err());
    assertEquals(ExitCode.DONE, pmm("verify", "--proof", proof.toString()).exit());
    refused(
        ExitCode.NOT_DONE,
        "Nobody has signed",
        Ran.pmm(other.resolve("stranger"), "verify", "--proof", proof.toString()));
    say(other.resolve("second"), "someone", "else");
    refused(
        ExitCode.NOT_SO,
        "is no state of",
        Ran.pmm(other.resolve("second"), "verify", "--proof", proof.toString()));
  }
}
