package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mindfile.AppendRequest;
import pmm.mindfile.Draft;
import pmm.mindfile.HeldHome;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;
import pmm.provider.v1.ModelCheck;

class DoctorCommandTest {
  private static final String SAID = "the orchid blooms at Quellenweg 17";
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

  @Test
  void tellsThatThereIsNoMindYet() {
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

    assertTrue(ran.out().contains("there is no mind yet; it begins with: pmm start"), ran.out());
  }

  @Test
  void namesTheEventAtWhichTheChainBreaks() throws Exception {
    live();
    breakEvent(2);
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

    assertEquals(ExitCode.NOT_SO, ran.exit(), ran.out());
    assertTrue(ran.out().contains("ledger: event 2: "), ran.out());
    assertTrue(ran.out().contains("1 event before it is intact"), ran.out());
    assertTrue(ran.out().contains("pmm snapshot restore NAME"), ran.out());
  }

  @Test
  void namesTheProcessThatHasTheMindOpen() throws Exception {
    live();
    try (HeldHome _ = HeldHome.hold(home)) {
      Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

      assertEquals(ExitCode.NOT_SO, ran.exit());
      assertTrue(
          ran.out().contains("is open in process " + ProcessHandle.current().pid()), ran.out());
    }
  }

  @Test
  void clearsALockAwayWhoseHolderIsGone() throws Exception {
    live();
    Path lock = Files.writeString(home.resolve("mind.db.lock"), "999999999\n");
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor");

    assertEquals(ExitCode.DONE, ran.exit(), ran.out());
    assertTrue(ran.out().contains("lock: a process that is gone had left one"), ran.out());
    assertTrue(Files.notExists(lock));
  }

  @Test
  void saysThatTheClockIsWrongWhereTheMindWasWrittenInItsFuture() throws Exception {
    live();
    Path _ =
        Files.setLastModifiedTime(
            home.resolve("mind.db"), FileTime.from(Instant.now().plus(Duration.ofDays(400))));
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor", "--json");

    assertEquals(ExitCode.NOT_SO, ran.exit());
    assertTrue(ran.out().contains("\"wrong\""), ran.out());
    assertTrue(ran.out().contains("timedatectl set-ntp true"), ran.out());
  }

  @Test
  void packsWhatHelpsAndNoWordOfTheMind() throws Exception {
    live();
    configure("[provider]\nurl = \"https://me:secret@example.org\"\ncalls_local = 3\n");
    Path _ = Files.createDirectories(home.resolve("logs"));
    Path _ = Files.writeString(home.resolve("logs/mind.log"), "INFO Opened " + home + "/mind.db\n");
    Path zip = home.resolveSibling(home.getFileName() + ".zip");
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor", "--pack", zip.toString());

    Map<String, String> files = unzip(zip);
    Files.delete(zip);
    assertTrue(ran.err().contains("Wrote " + zip), ran.err());
    assertEquals(
        List.of("doctor.json", "system.txt", "home.txt", "config.toml", "logs/mind.log"),
        List.copyOf(files.keySet()));
    String all = String.join("\n", files.values());
    assertFalse(all.contains(SAID), all);
    assertFalse(all.contains("secret"), all);
    assertFalse(all.contains(home.toString()), all);
    assertTrue(all.contains("calls_local = 3"), all);
    assertTrue(all.contains("url = # set"), all);
    assertTrue(all.contains("Opened ~home/mind.db"), all);
  }

  @Test
  void showsThePackWithoutWritingIt() throws Exception {
    live();
    Path zip = home.resolveSibling(home.getFileName() + ".zip");
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor", "--pack", zip.toString(), "--preview");

    assertTrue(ran.out().contains("== config.toml"), ran.out());
    assertTrue(Files.notExists(zip));
  }

  @Test
  void refusesToPackIntoAFolderThatIsNotThere() {
    Ran ran = Ran.pmm(home, "", ANY_PORTS, "doctor", "--pack", home + "/none/pack.zip");

    assertEquals(ExitCode.NOT_DONE, ran.exit());
    assertTrue(ran.err().contains("There is no folder " + home + "/none"), ran.err());
  }

  private void live() {
    try (MindFile mind = MindFile.open(home, Options.defaults())) {
      mind.append(AppendRequest.of(Draft.of("note", SAID), Draft.of("note", "more"))).join();
    }
  }

  private void breakEvent(long id) throws SQLException {
    try (Connection file = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("mind.db"));
        Statement statement = file.createStatement()) {
      statement.execute("PRAGMA writable_schema = ON");
      statement.execute("DELETE FROM sqlite_schema WHERE type = 'trigger'");
      statement.execute("PRAGMA writable_schema = RESET");
      statement.execute("UPDATE events SET content = 'other' WHERE id = " + id);
    }
  }

  private static Map<String, String> unzip(Path zip) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  private void configure(String toml) throws IOException {
    Path _ = Files.writeString(home.resolve("config.toml"), toml);
  }

  private void open(String rights) throws IOException {
    Path _ = Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(rights));
  }
}
