package pmm.cli;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.mindfile.MindFileException;
import pmm.provider.v1.GetNetworkRequest;
import pmm.provider.v1.NetworkMode;
import pmm.rpc.ConfigurationException;
import pmm.rpc.RemoteProblem;

/** The one place where what went wrong becomes a plain message and an exit code. */
final class Problems {
  /** The domain of failures that every service shares. */
  private static final String MESH = "rpc.pmm";

  private static final Pattern FIELD = Pattern.compile("(\\w+): (.*)", Pattern.DOTALL);

  private static final String CHAT = "chat";

  private Problems() {}

  /** What to tell the person about {@code problem}. */
  static Failure explain(Throwable problem, Shell shell) {
    return switch (problem) {
      case Failure failure -> failure;
      case StatusRuntimeException remote -> remote(remote, shell);
      case StatusException remote -> remote(remote, shell);
      case ConfigurationException setting -> Failure.notDone(String.valueOf(setting.getMessage()));
      case MindFileException file when file.reason() == MindFileException.Reason.LOCKED ->
          Failure.notDone(
              file.getMessage() + ". If that is another pmm command, wait until it is done");
      case MindFileException file -> Failure.notDone(String.valueOf(file.getMessage()));
      case UncheckedIOException io when io.getCause() != null -> explain(io.getCause(), shell);
      case NoSuchFileException missing ->
          Failure.notDone(
              "There is no file " + missing.getFile() + " (expected: one that can be read)");
      case AccessDeniedException denied ->
          Failure.notDone("Not allowed to use " + denied.getFile() + ": check who owns it");
      case FileSystemException file when file.getFile() != null ->
          Failure.notDone(file.getFile() + " cannot be used: " + cause(file));
      default ->
          Failure.notDone(
              "pmm itself failed ("
                  + problem.getClass().getSimpleName()
                  + (problem.getMessage() == null ? "" : ": " + problem.getMessage())
                  + "). Run it again with PMM_DEBUG=1 to see where.");
    };
  }

  /** Why a file could not be read or written, without its name. */
  static String cause(IOException problem) {
    return switch (problem) {
      case NoSuchFileException missing -> "it is not there, and cannot be made there";
      case AccessDeniedException denied -> "that is not allowed";
      case FileSystemException file when file.getReason() != null -> file.getReason();
      default -> String.valueOf(problem.getMessage());
    };
  }

  private static Failure remote(Exception problem, Shell shell) {
    RemoteProblem remote =
        RemoteProblem.from(problem).orElseThrow(() -> new IllegalStateException(problem));
    return remote(remote, shell).because(remote.reason());
  }

  private static Failure remote(RemoteProblem remote, Shell shell) {
    String message = remote.message();
    if (remote.reason().equals("CONSENT_REQUIRED")) {
      return Failure.notSo(
          consentNeeded(
              remote.metadata().getOrDefault("host", "HOST"),
              remote.metadata().getOrDefault("purpose", CHAT),
              shell));
    }
    if (remote.reason().equals(Turn.OFFLINE)) {
      return Failure.notSo(offline(message, shell));
    }
    if (remote.reason().equals("CONSENT_UNKNOWN")) {
      return unknown("consent", message, shell.commandLine("consent list"));
    }
    if (remote.reason().equals("MODEL_UNKNOWN")
        || (remote.reason().equals("MODEL_NOT_FOUND") && remote.domain().equals("mind.pmm"))) {
      return unknown("model", message, shell.commandLine("model list"));
    }
    if (remote.reason().equals("MEMORY_NOT_FOUND")) {
      return unknown("memory", message, shell.commandLine("memory list"));
    }
    if (remote.reason().equals("MEMORY_DECIDED")) {
      return Failure.notSo(message.replaceFirst("^\\w+: e", "Nothing was changed: e"));
    }
    if (remote.reason().equals("HEAD_MOVED")) {
      return Failure.notDone(
          "The mind has gone on since you asked for it, so nothing was changed. Ask again.");
    }
    if (remote.code() == Status.Code.NOT_FOUND) {
      return Failure.notSo(inWords(message, shell));
    }
    boolean ofTheProduct = !remote.domain().isEmpty() && !remote.domain().equals(MESH);
    return Failure.notDone(
        ofTheProduct ? inWords(message, shell) : byCode(remote.code(), message, shell));
  }

  /** A field's message begins with the field; here with the thing, and ends with where it is. */
  private static String inWords(String message, Shell shell) {
    Matcher field = FIELD.matcher(message);
    if (!field.matches()) {
      return message;
    }
    String rest = field.group(2);
    return switch (field.group(1)) {
      case "commitment_id" ->
          "Promise " + rest + ". See: " + shell.commandLine("commitments list --all");
      case "conversation_id" ->
          "Conversation " + rest + ". Its id is in: " + shell.commandLine("events list --json");
      case "import_id" -> "Import " + rest + ". See: " + shell.commandLine("import --list");
      case "template_id" -> "Template " + rest + ". See: " + shell.commandLine("template list");
      case "text" -> "What to say: " + rest;
      default -> message;
    };
  }

  /** A field's message names the value after the field: "consent_id: 1 (expected: ...)". */
  private static Failure unknown(String what, String message, String list) {
    String value = message.replaceFirst("^\\w+: (\\S+) .*", "$1");
    return Failure.notSo("There is no " + what + " " + value + ". See: " + list);
  }

  /** Says that there is no such event, and which there are. */
  static Failure noEvent(long id, Mesh mesh) {
    long last =
        mesh.ledger().getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance()).getEventCount();
    return Failure.notSo(
        "There is no event " + id + " (" + (last == 0 ? "none yet" : "1 to " + last) + ")");
  }

  /** Says that words may not go to a host yet, and how to allow it. */
  static String consentNeeded(String host, String purpose, Shell shell) {
    String allow =
        "Allow it with: "
            + shell.commandLine(
                "consent grant " + host + (purpose.equals(CHAT) ? "" : " --purpose " + purpose));
    return isOffline(shell)
        ? offline("That " + host + " is on this device is only your word. " + allow + ".", shell)
        : "You have not allowed anything to go to " + host + ", so nothing was sent. " + allow;
  }

  /** Says why a model did not answer what the mind asked it: what that sends has to be named. */
  static String unanswered(pmm.mind.v1.Failure failure, Shell shell) {
    String message = Text.oneLine(failure.getMessage());
    if (failure.getReason().equals("CONSENT_REQUIRED")) {
      String purpose = failure.getPurpose();
      return "You have not allowed anything to go to "
          + failure.getHost()
          + " for "
          + purpose
          + ", so nothing was sent. Allow it with: "
          + shell.commandLine(
              "consent grant "
                  + failure.getHost()
                  + " --purpose "
                  + purpose
                  + " --data "
                  + String.join(",", failure.getDataClassesList()));
    }
    return failure.getReason().equals(Turn.OFFLINE)
        ? offline(message, shell)
        : "No answer came: " + message;
  }

  /** Says that offline mode is why, and how to leave it. */
  static String offline(String why, Shell shell) {
    return "Offline mode is on: nothing was sent. "
        + why
        + " Leave offline mode with: "
        + shell.commandLine("offline off");
  }

  /** Whether offline mode is on; false where that cannot be known. */
  static boolean isOffline(Shell shell) {
    try {
      return shell.mesh().network().getNetwork(GetNetworkRequest.getDefaultInstance()).getMode()
          == NetworkMode.NETWORK_MODE_OFFLINE;
    } catch (StatusRuntimeException unknown) {
      return false;
    }
  }

  /** What the way to a service says, where the service itself said nothing. */
  private static String byCode(Status.Code code, String message, Shell shell) {
    return switch (code) {
      case UNAVAILABLE -> away(shell);
      case UNAUTHENTICATED ->
          "PMM does not know this command's token. Is "
              + shell.homeFolder()
              + " the home of the mind that runs? See: "
              + shell.commandLine("status");
      case DEADLINE_EXCEEDED ->
          "PMM did not answer in time. See: "
              + shell.commandLine("status")
              + " and "
              + shell.commandLine("logs");
      case UNIMPLEMENTED ->
          "The PMM that runs is another version than this command. Restart it with: "
              + shell.commandLine("restart");
      case CANCELLED -> "Stopped.";
      default -> message.isEmpty() ? "PMM answered only " + code : message;
    };
  }

  private static String away(Shell shell) {
    Supervision supervision = shell.supervision();
    if (!supervision.anyRuns()) {
      return shell.notRunning().text();
    }
    return supervision.allRun()
        ? "A part of PMM does not answer right now; it is started again by itself. See: "
            + shell.commandLine("status")
        : "Not all of PMM is running. Start the rest with: " + shell.commandLine("start");
  }
}
