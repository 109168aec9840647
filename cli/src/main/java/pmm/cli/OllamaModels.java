package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.provider.v1.FindModelsRequest;
import pmm.provider.v1.FindModelsResponse;
import pmm.provider.v1.ListSuggestedModelsRequest;
import pmm.provider.v1.ListSuggestedModelsResponse;
import pmm.provider.v1.Locality;
import pmm.provider.v1.ModelCheck;
import pmm.provider.v1.OllamaModel;
import pmm.provider.v1.SuggestedModel;

/** What an Ollama has, and what it could have. */
final class OllamaModels {
  private final Shell shell;

  OllamaModels(Shell shell) {
    this.shell = shell;
  }

  /**
   * Looks for an Ollama, because the person asked.
   *
   * @param url its address; empty for the usual one
   */
  int find(String url, boolean json) {
    FindModelsResponse found =
        shell
            .runningMesh()
            .ollama()
            .findModels(
                FindModelsRequest.newBuilder()
                    .setUrl(url)
                    .setAttemptId(UUID.randomUUID().toString())
                    .build());
    boolean there = found.getState() == ModelCheck.State.STATE_READY;
    Screen screen = shell.screen();
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>(ProtoJson.of(found));
      screen.json(document);
      return there ? ExitCode.DONE : ExitCode.NOT_SO;
    }
    if (!there) {
      throw Failure.notSo(Text.oneLine(found.getMessage()))
          .because(found.getState().name().replace("STATE_", ""));
    }
    screen.table(found.getModelsList().stream().map(OllamaModels::row).toList());
    for (OllamaModel model : found.getModelsList()) {
      if (!model.getDigestBefore().isEmpty()) {
        screen.say(
            screen.yellow(
                Text.oneLine(model.getName())
                    + " means another model than when it was last used: "
                    + digest(model.getDigestBefore())
                    + " → "
                    + digest(model.getDigest())));
      }
    }
    screen.say(
        found.getModelsCount() == 0
            ? "Ollama runs at "
                + found.getUrl()
                + " and has no models. See what it could have with: "
                + shell.commandLine("model list --suggested")
            : "Add one with: " + shell.commandLine("model add " + found.getModels(0).getModelId()));
    return ExitCode.DONE;
  }

  /** Shows the shipped list; asks nobody. */
  int suggested(boolean json) {
    ListSuggestedModelsResponse list =
        shell
            .runningMesh()
            .ollama()
            .listSuggestedModels(ListSuggestedModelsRequest.getDefaultInstance());
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(list));
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    for (SuggestedModel model : list.getModelsList()) {
      rows.add(
          List.of(
              model.getModelId(),
              Text.size(model.getSizeBytes()),
              "needs " + Text.size(model.getMemoryBytes()) + " of memory",
              fits(model, list.getMemoryBytes()),
              model.getLicense(),
              model.getSummary()));
    }
    screen.table(rows);
    screen.say("Nothing was asked for. Download one with: " + shell.commandLine("model pull ID"));
    return ExitCode.DONE;
  }

  private static String fits(SuggestedModel model, long memory) {
    return memory == 0 ? "" : model.getFits() ? "fits this device" : "too large for this device";
  }

  private static List<String> row(OllamaModel model) {
    return List.of(
        model.getAdded() ? "+" : " ",
        Text.oneLine(model.getModelId()),
        Text.size(model.getSizeBytes()),
        Text.oneLine(model.getParameterSize() + " " + model.getQuantization()),
        Text.oneLine(model.getFamily()),
        model.getContextTokens() == 0 ? "" : Text.count(model.getContextTokens(), "token"),
        digest(model.getDigest()),
        model.getLocality() == Locality.LOCALITY_REMOTE
            ? "elsewhere"
                + (model.getRemoteHost().isEmpty()
                    ? ""
                    : ": " + Text.oneLine(model.getRemoteHost()))
            : "on this device");
  }

  private static String digest(String digest) {
    return Text.oneLine(digest.substring(0, Math.min(12, digest.length())));
  }
}
