package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.GetMindRequest;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.ListModelsRequest;
import pmm.provider.v1.ListModelsResponse;
import pmm.provider.v1.Locality;
import pmm.provider.v1.Model;

/** The models that were added, and the voice that is always there. */
final class KnownModels {
  static final String VOICE = "builtin:voice";
  static final String VOICE_WORDS = "answers from the mind alone; no model, no network";

  private final Shell shell;

  KnownModels(Shell shell) {
    this.shell = shell;
  }

  /** Lists them, the one in use with a star. */
  int list(boolean json) {
    Mesh mesh = shell.runningMesh();
    String current = current(mesh);
    List<Model> models = all(mesh);
    Screen screen = shell.screen();
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("current_model_id", current);
      document.put("models", ProtoJson.list(models));
      screen.json(document);
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of(star(VOICE, current), VOICE, "on this device", VOICE_WORDS));
    for (Model model : models) {
      rows.add(
          List.of(
              star(model.getModelId(), current),
              Text.oneLine(model.getModelId()),
              where(model.getLocality()),
              Text.oneLine(model.getUrl())
                  + (model.getKeyHint().isEmpty() ? "" : ", key …" + model.getKeyHint())));
    }
    screen.table(rows);
    if (models.isEmpty()) {
      screen.say("Add one with: " + shell.commandLine("model add ollama:llama3.1"));
    }
    return ExitCode.DONE;
  }

  /**
   * Tells what is known of one.
   *
   * @param id its id; empty for the one in use
   */
  int tell(String id, boolean json) {
    Mesh mesh = shell.runningMesh();
    String asked = id.isEmpty() ? current(mesh) : id;
    Screen screen = shell.screen();
    if (asked.equals(VOICE)) {
      if (json) {
        screen.json(Map.of("model_id", VOICE, "locality", "builtin"));
      } else {
        screen.result(VOICE + ": on this device; " + VOICE_WORDS);
      }
      return ExitCode.DONE;
    }
    Model model =
        mesh.models().getModel(GetModelRequest.newBuilder().setModelId(asked).build()).getModel();
    if (json) {
      screen.json(ProtoJson.of(model));
      return ExitCode.DONE;
    }
    screen.table(
        List.of(
            List.of("model", Text.oneLine(model.getModelId())),
            List.of("where", where(model.getLocality())),
            List.of("address", Text.oneLine(model.getUrl())),
            List.of("spoken to as", ProtoJson.word(model.getApi().getValueDescriptor())),
            List.of("codec", model.getCodecName().isEmpty() ? "PMM's own" : model.getCodecName()),
            List.of("called", Text.oneLine(model.getProviderModel())),
            List.of("digest", digest(model)),
            List.of(
                "window",
                model.getContextTokens() == 0
                    ? "not known"
                    : Text.count(model.getContextTokens(), "token")),
            List.of("key", model.getKeyHint().isEmpty() ? "none" : "…" + model.getKeyHint()),
            List.of(
                "pinned to",
                model.getPinsCount() == 0
                    ? "no key: any trusted certificate will do"
                    : String.join(" or ", model.getPinsList())),
            List.of(
                "if it fails",
                model.getFallbackModelId().isEmpty()
                    ? "nobody answers in its place"
                    : Text.oneLine(model.getFallbackModelId()) + " answers in its place"),
            List.of("added at", "event " + model.getAddEventId())));
    return ExitCode.DONE;
  }

  private static List<Model> all(Mesh mesh) {
    List<Model> models = new ArrayList<>();
    ListModelsRequest.Builder request = ListModelsRequest.newBuilder().setPageSize(200);
    do {
      ListModelsResponse page = mesh.models().listModels(request.build());
      models.addAll(page.getModelsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return models;
  }

  /** The one that the mind speaks through. */
  static String current(Mesh mesh) {
    return mesh.mind().getMind(GetMindRequest.getDefaultInstance()).getMind().getModelId();
  }

  private static String star(String id, String current) {
    return id.equals(current) ? "*" : " ";
  }

  /** Where it runs, for a person. */
  static String where(Locality locality) {
    return switch (locality) {
      case LOCALITY_PROVED -> "on this device, proved before each call";
      case LOCALITY_DECLARED -> "on this device, as you said";
      case LOCALITY_REMOTE, LOCALITY_UNSPECIFIED, UNRECOGNIZED -> "elsewhere";
    };
  }

  private static String digest(Model model) {
    return switch (model.getHashKind()) {
      case HASH_KIND_MANIFEST -> model.getDigest();
      case HASH_KIND_DECLARED -> model.getDigest() + " (declared, cannot be checked)";
      case HASH_KIND_UNSPECIFIED, UNRECOGNIZED -> "none known";
    };
  }
}
