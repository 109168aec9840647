package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.provider.v1.ModelCheck;

class DoctorCommandTest {
  private static final Map<String, String> ANY_PORTS =
      Map.of(
          "PMM_LEDGER_PORT", "0",
          "PMM_MIND_PORT", "0",
          "PMM_PROVIDER_PORT", "0",
          "PMM_UI_PORT", "0");

  @TempDir Path home;

  @BeforeEach
  void keepPrivate() throws IOException {
    open("rwx------");
  }

  @Test
  void findsNothingInTheWayOfAFreshHome() {
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

    assertEquals(ExitCode.DONE, ran.exit(), ran.out());
    assertTrue(ran.out().startsWith("Nothing is in the way."), ran.out());
    assertTrue(ran.out().contains("java: version "), ran.out());
    assertTrue(ran.out().contains("not asked: PMM is not running"), ran.out());
  }

  @Test
  void saysHowToCloseAHomeThatOthersCanRead() throws IOException {
    open("rwxr-xr-x");
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

    assertEquals(ExitCode.NOT_SO, ran.exit());
    assertTrue(ran.out().contains("chmod 700 " + home), ran.out());
  }

  @Test
  void namesWhoHasAPortAndHowToChooseAnother() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> ports = new java.util.HashMap<>(ANY_PORTS);
      ports.put("PMM_UI_PORT", Integer.toString(taken.getLocalPort()));
      Ran ran = Ran.pmm(home, "", ports, "doctor", "--json");

      assertEquals(ExitCode.NOT_SO, ran.exit());
      Map<String, ?> document = Json.object(ran.out());
      assertEquals(false, document.get("well"));
      assertTrue(ran.out().contains("port " + taken.getLocalPort()), ran.out());
      assertTrue(ran.out().contains("PMM_UI_PORT=0"), ran.out());
    }
  }

  @Test
  void looksAtThePortsOfTheConfiguration() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> ports = new java.util.HashMap<>(ANY_PORTS);
      ports.remove("PMM_MIND_PORT");
      configure("[mind]\nport = " + taken.getLocalPort());
      Ran ran = Ran.pmm(home, "", ports, "doctor");

      assertEquals(ExitCode.NOT_SO, ran.exit());
      assertTrue(ran.out().contains("port " + taken.getLocalPort() + ": taken by"), ran.out());
      assertTrue(ran.out().contains("the mind is to listen there"), ran.out());
    }
  }

  @Test
  void looksWhereAServiceThatIsKeptRunningListens() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path folder = Files.createDirectories(home.resolve("run").resolve("mind"));
      Path _ = Files.writeString(folder.resolve("address"), "127.0.0.1:" + taken.getLocalPort());
      long me = ProcessHandle.current().pid();
      Path _ =
          Files.writeString(
              folder.resolve("supervisor.pid"), me + "\n" + ProcessRecord.startedAt(me) + "\n");
      Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

      assertTrue(ran.out().contains("port " + taken.getLocalPort() + ": taken by"), ran.out());
    }
  }

  @Test
  void namesWhatIsWrongInTheConfiguration() throws IOException {
    configure("[mind]\nport = \"many\"");
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

    assertEquals(ExitCode.NOT_SO, ran.exit());
    assertTrue(ran.out().contains("mind.port in config.toml: many"), ran.out());
  }

  @Test
  void advisesToLeaveOfflineModeWhereThatIsWhatKeepsItFromAsking() {
    ModelCheck check =
        ModelCheck.newBuilder()
            .setModelId("openai:far")
            .setState(ModelCheck.State.STATE_NOT_ASKED)
            .setMessage("It was not asked.")
            .setHost("api.openai.com")
            .build();
    Shell shell =
        new Shell(
            Map.of(), new Screen(System.out, System.err, false, false, false), System.in, false);
    assertEquals(
        "It was not asked. Leave offline mode with: pmm offline off",
        DoctorCommand.check(check, true, shell).words());
    assertEquals(
        "It was not asked. Allow it with: pmm consent grant api.openai.com --purpose test",
        DoctorCommand.check(check, false, shell).words());
  }

  private void configure(String toml) throws IOException {
    Path _ = Files.writeString(home.resolve("config.toml"), toml);
  }

  private void open(String rights) throws IOException {
    Path _ = Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(rights));
  }
}
