package pmm.cli;

import io.grpc.StatusRuntimeException;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.Api;
import pmm.provider.v1.Model;
import pmm.provider.v1.ModelDraft;
import pmm.rpc.RemoteProblem;

/**
 * A model on its way into the list: how it is spoken to, its key, and the question whether it may
 * run elsewhere.
 */
final class NewModel {
  private static final int LONGEST_KEY = 64 << 10;

  private final Shell shell;

  NewModel(Shell shell) {
    this.shell = shell;
  }

  Model add(Mesh mesh, ModelDraft draft, boolean replace) {
    try {
      return addAnywhere(mesh, draft, replace);
    } catch (StatusRuntimeException e) {
      if (!failedFor("MODEL_EXISTS", e)) {
        throw e;
      }
      throw Failure.notDone(
              "There is a model "
                  + draft.getModelId()
                  + " already; nothing was changed. Give --replace to put this one, and its key,"
                  + " in its place. See it with: "
                  + shell.commandLine("model info " + draft.getModelId()))
          .because("MODEL_EXISTS");
    }
  }

  private Model addAnywhere(Mesh mesh, ModelDraft draft, boolean replace) {
    String requestId = UUID.randomUUID().toString();
    try {
      return mesh.models()
          .addModel(
              AddModelRequest.newBuilder()
                  .setModel(draft)
                  .setReplace(replace)
                  .setRequestId(requestId)
                  .build())
          .getModel();
    } catch (StatusRuntimeException e) {
      if (!failedFor("STEP_UP_METHOD", e)) {
        throw e;
      }
    }
    if (!shell.confirm(draft.getModelId() + " runs elsewhere, not on this device. Add it?")) {
      throw Failure.notSo("Nothing was added.");
    }
    return mesh.models()
        .addRemoteModel(
            AddRemoteModelRequest.newBuilder()
                .setModel(draft)
                .setReplace(replace)
                .setRequestId(requestId)
                .build())
        .getModel();
  }

  private static boolean failedFor(String reason, StatusRuntimeException problem) {
    return RemoteProblem.from(problem).filter(p -> p.reason().equals(reason)).isPresent();
  }

  /** Names at once all that an address of the person's own lacks. */
  static void checkLocal(String id, @Nullable String api, @Nullable String url) {
    List<String> missing = new ArrayList<>();
    if (api == null) {
      missing.add("--api (openai, anthropic or ollama: how it is spoken to)");
    }
    if (url == null) {
      missing.add("--url (such as http://127.0.0.1:8080/v1)");
    }
    if (!missing.isEmpty()) {
      throw Failure.notDone(id + " needs " + String.join(" and ", missing));
    }
  }

  String key(String id, @Nullable Path file, boolean stdin) throws IOException {
    if (file != null) {
      tellIfOpen(file);
      return oneLine(Files.readString(file), file.toString());
    }
    if (stdin) {
      byte[] bytes = shell.in().readNBytes(LONGEST_KEY);
      return oneLine(new String(bytes, StandardCharsets.UTF_8), "Standard input");
    }
    Console console = System.console();
    boolean usuallyHasOne = id.startsWith("openai:") || id.startsWith("anthropic:");
    if (!usuallyHasOne || console == null || !shell.canAsk()) {
      return "";
    }
    char[] typed = console.readPassword("Key for %s (not shown; empty for none): ", id);
    return typed == null ? "" : new String(typed).strip();
  }

  private static String oneLine(String text, String where) {
    String key = text.strip();
    if (key.isEmpty()) {
      throw Failure.notDone(where + " holds no key (expected: the key on one line)");
    }
    if (key.lines().count() > 1) {
      throw Failure.notDone(
          where + " holds " + key.lines().count() + " lines (expected: the key on one line)");
    }
    return key;
  }

  /** A key that others can read is one already. */
  private void tellIfOpen(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)
        && Files.getPosixFilePermissions(file).stream()
            .anyMatch(right -> !right.name().startsWith("OWNER"))) {
      shell.screen().say(file + " is open to others. Close it with: chmod 600 " + file);
    }
  }

  static Api api(@Nullable String word) {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "" -> Api.API_UNSPECIFIED;
      case "openai" -> Api.API_OPENAI;
      case "anthropic" -> Api.API_ANTHROPIC;
      case "ollama" -> Api.API_OLLAMA;
      default ->
          throw Failure.notDone(
              "Not a way to speak to a model: "
                  + word
                  + " (expected: openai, anthropic or ollama)");
    };
  }

  /** The host that a consent for a model has to name. */
  static String host(Model model) {
    if (!model.getForwardsTo().isEmpty()) {
      return model.getForwardsTo();
    }
    String host = java.net.URI.create(model.getUrl()).getHost();
    return host == null ? model.getUrl() : host.replaceAll("^\\[|]$", "");
  }
}
