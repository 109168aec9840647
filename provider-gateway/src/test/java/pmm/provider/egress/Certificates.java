package pmm.provider.egress;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import pmm.provider.model.Pins;

/** An authority of our own and what it signs, made by the platform's keytool. */
final class Certificates {

  private static final String PASSWORD = "password";

  private final Path folder;
  private final KeyStore authority;

  Certificates(Path folder) throws Exception {
    this.folder = folder;
    keytool(
        "-genkeypair",
        "-alias",
        "ca",
        "-dname",
        "CN=Our Authority",
        "-ext",
        "bc:c",
        "-keyalg",
        "EC",
        "-keystore",
        file("ca"));
    authority = KeyStore.getInstance("PKCS12");
    authority.load(null, null);
    authority.setCertificateEntry("ca", certificate("ca", "ca"));
  }

  /** What a client that trusts the authority knows. */
  KeyStore trusted() {
    return authority;
  }

  /** A server's certificate by the authority, for a name, with further words for keytool. */
  void sign(String server, String name, String... validity) throws Exception {
    selfSign(server, name);
    keytool("-certreq", "-alias", server, "-keystore", file(server), "-file", file("request"));
    List<String> sign =
        new ArrayList<>(
            List.of(
                "-gencert",
                "-alias",
                "ca",
                "-keystore",
                file("ca"),
                "-infile",
                file("request"),
                "-outfile",
                file("signed"),
                "-ext",
                "san=dns:" + name));
    sign.addAll(List.of(validity));
    keytool(sign.toArray(String[]::new));
    keytool("-exportcert", "-alias", "ca", "-keystore", file("ca"), "-file", file("ca.cer"));
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        "ca",
        "-keystore",
        file(server),
        "-file",
        file("ca.cer"));
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        server,
        "-keystore",
        file(server),
        "-file",
        file("signed"));
  }

  void selfSign(String server, String name) throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        server,
        "-dname",
        "CN=" + name,
        "-ext",
        "san=dns:" + name,
        "-keyalg",
        "EC",
        "-keystore",
        file(server));
  }

  SSLContext context(String server) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store(server), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** The pin of a server, or of "ca". */
  String pin(String server) throws Exception {
    byte[] key = certificate(server, server).getPublicKey().getEncoded();
    return Pins.pin(MessageDigest.getInstance("SHA-256").digest(key));
  }

  private Certificate certificate(String store, String alias)
      throws IOException, GeneralSecurityException {
    return Objects.requireNonNull(store(store).getCertificate(alias));
  }

  private KeyStore store(String name) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(file(name)))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", arguments) + ": " + said);
    }
  }
}
