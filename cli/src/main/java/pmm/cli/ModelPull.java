package pmm.cli;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.provider.v1.Consent;
import pmm.provider.v1.GrantConsentRequest;
import pmm.provider.v1.OllamaModel;
import pmm.provider.v1.PullModelRequest;
import pmm.provider.v1.PullModelResponse;
import pmm.provider.v1.PullProgress;
import pmm.provider.v1.PullSpace;
import pmm.rpc.RemoteProblem;

/** One download, from the question whether it may be made to its end. */
final class ModelPull {
  private static final int BAR = 30;

  private final Shell shell;
  private final boolean json;
  private int shownPercent = -1;
  private PullProgress.@Nullable Phase shownPhase;

  ModelPull(Shell shell, boolean json) {
    this.shell = shell;
    this.json = json;
  }

  int run(String id, String url) {
    Mesh mesh = shell.runningMesh();
    PullModelRequest request =
        PullModelRequest.newBuilder()
            .setModelId(id)
            .setUrl(url)
            .setAttemptId(UUID.randomUUID().toString())
            .build();
    Context.CancellableContext call = Context.current().withCancellation();
    // Ctrl-C ends the download at once, and not when the connection is found dead.
    Context before = call.attach();
    try (Leaving leaving = new Leaving(() -> call.cancel(null))) {
      return follow(mesh, request);
    } finally {
      call.detach(before);
      call.cancel(null);
      shell.screen().clearProgress();
    }
  }

  private int follow(Mesh mesh, PullModelRequest request) {
    try {
      return hear(mesh.ollama().pullModel(request), request);
    } catch (StatusRuntimeException e) {
      RemoteProblem problem =
          RemoteProblem.from(e)
              .filter(remote -> remote.reason().equals("CONSENT_REQUIRED"))
              .orElseThrow(() -> e);
      if (!shell.saysYes() && !shell.canAsk()) {
        throw e;
      }
      allow(mesh, request, problem.metadata().getOrDefault("host", ""));
      return hear(mesh.ollama().pullModel(request), request);
    }
  }

  private void allow(Mesh mesh, PullModelRequest request, String host) {
    String question =
        "Ollama downloads "
            + request.getModelId()
            + " from "
            + host
            + ", which learns this model's name and your address, and no words of yours. Allow it"
            + " this once?";
    if (!shell.confirm(question)) {
      throw Failure.notSo("Nothing was downloaded.");
    }
    var _ =
        mesh.consents()
            .grantConsent(
                GrantConsentRequest.newBuilder()
                    .setHost(host)
                    .setPurpose("pull")
                    .addDataClasses("none")
                    .setScope(Consent.Scope.SCOPE_ONCE)
                    .setBoundTo(request.getAttemptId())
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
  }

  private int hear(Iterator<PullModelResponse> responses, PullModelRequest request) {
    while (responses.hasNext()) {
      PullModelResponse response = responses.next();
      switch (response.getPartCase()) {
        case SPACE -> tell(response.getSpace());
        case PROGRESS -> tell(response.getProgress(), request.getModelId());
        case DONE -> {
          tell(response.getDone().getModel());
          return ExitCode.DONE;
        }
        case PART_NOT_SET -> {}
      }
    }
    throw Failure.notDone("The download ended without saying how. Pull it again to go on.");
  }

  private void tell(PullSpace space) {
    if (json) {
      line("space", ProtoJson.of(space));
      return;
    }
    String free =
        space.getFolder().isEmpty()
            ? "how much is free where Ollama keeps its models cannot be seen from here"
            : Text.size(space.getFreeBytes()) + " are free in " + space.getFolder();
    shell
        .screen()
        .say(
            space.getNeededBytes() == 0
                ? "How large it is is not known before Ollama asks; " + free + "."
                : "It takes about " + Text.size(space.getNeededBytes()) + "; " + free + ".");
  }

  private void tell(PullProgress progress, String id) {
    int percent = (int) (progress.getFraction() * 100);
    if (json) {
      if (percent != shownPercent || progress.getPhase() != shownPhase) {
        line("progress", ProtoJson.of(progress));
      }
    } else {
      shell.screen().progress(words(progress, id, percent));
    }
    shownPercent = percent;
    shownPhase = progress.getPhase();
  }

  private static String words(PullProgress progress, String id, int percent) {
    int filled = BAR * percent / 100;
    String bar = "█".repeat(filled) + "░".repeat(BAR - filled);
    return switch (progress.getPhase()) {
      case PHASE_DOWNLOADING ->
          String.format(
              Locale.ROOT,
              "%s  %s  %3d %%  %s of %s",
              id,
              bar,
              percent,
              Text.size(progress.getDoneBytes()),
              Text.size(progress.getTotalBytes()));
      case PHASE_VERIFYING -> id + "  Checking what was downloaded; this may take minutes…";
      case PHASE_STARTING, PHASE_UNSPECIFIED, UNRECOGNIZED -> id + "  Asking what belongs to it…";
    };
  }

  private void tell(OllamaModel model) {
    if (json) {
      line("done", ProtoJson.of(model));
      return;
    }
    shell
        .screen()
        .result(
            "Ollama has "
                + Text.oneLine(model.getName())
                + " now"
                + (model.getDigest().isEmpty()
                    ? "."
                    : ": "
                        + Text.size(model.getSizeBytes())
                        + ", digest "
                        + Text.fit(model.getDigest(), 13)));
    if (!model.getAdded()) {
      shell.screen().say("Add it with: " + shell.commandLine("model add " + model.getModelId()));
    }
  }

  /** One line of JSON a step, so that a program can follow. */
  private void line(String event, Map<String, @Nullable Object> fields) {
    Map<String, @Nullable Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.putAll(fields);
    shell.screen().result(Json.line(line));
  }
}
