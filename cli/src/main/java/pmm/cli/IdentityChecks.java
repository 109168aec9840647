package pmm.cli;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import pmm.mind.v1.CheckIdentityRequest;
import pmm.mind.v1.CheckIdentityResponse;
import pmm.mind.v1.IdentityCheck;
import pmm.mind.v1.IdentityProbe;
import pmm.mindstate.Sentences;

/** Has a model asked what the mind knows of itself, and tells what came of it. */
final class IdentityChecks {
  private static final int QUOTED = 60;
  private static final double PER_CENT = 10;

  private final Shell shell;

  IdentityChecks(Shell shell) {
    this.shell = shell;
  }

  /**
   * Asks a model.
   *
   * @param modelId empty for the one in use
   * @param ifNot what is said first where it could not be asked
   */
  IdentityCheck ask(String modelId, String ifNot) {
    Iterator<CheckIdentityResponse> parts =
        shell
            .runningMesh()
            .identity()
            .checkIdentity(
                CheckIdentityRequest.newBuilder()
                    .setRequestId(UUID.randomUUID().toString())
                    .setModelId(modelId)
                    .build());
    while (parts.hasNext()) {
      CheckIdentityResponse part = parts.next();
      if (part.hasCheck()) {
        shell.screen().clearProgress();
        return requireWhole(part.getCheck(), ifNot);
      }
      shell
          .screen()
          .progress(
              "Asking… "
                  + part.getProgress().getQuestion()
                  + " of "
                  + part.getProgress().getQuestions());
    }
    throw Failure.notDone("The check ended without saying how. See the log with: pmm logs mind");
  }

  private IdentityCheck requireWhole(IdentityCheck check, String ifNot) {
    if (check.hasFailure()) {
      throw Failure.notSo(ifNot + Problems.unanswered(check.getFailure(), shell));
    }
    return check;
  }

  /** Tells what was answered, and what has changed. */
  void tell(IdentityCheck check) {
    Screen screen = shell.screen();
    screen.result(
        say("check.whole", Map.of("model", model(check.getModelId()), "percent", whole(check)))
            + " (event "
            + check.getEventId()
            + ")");
    screen.table(
        check.getProbesList().stream().map(probe -> row(probe, check.hasDrift())).toList());
    if (check.hasDrift()) {
      screen.result(drift(check));
    }
  }

  /** How to speak through the model before, where that was another one. */
  void offerWayBack(String modelId) {
    shell.screen().say("Go back with: " + shell.commandLine("model use " + modelId));
  }

  /** Whether it is less itself than it was under another model. */
  static boolean isLess(IdentityCheck check) {
    return check.getDrift().getChangeMilli() < 0
        && !check.getDrift().getModelId().equals(check.getModelId());
  }

  private List<String> row(IdentityProbe probe, boolean compared) {
    String kind = probe.getKind().name().replace("KIND_", "").toLowerCase(Locale.ROOT);
    String change =
        probe.hasChangeMilli()
            ? change(probe.getChangeMilli())
            : compared ? say("check.new", Map.of()) : "";
    return List.of(
        "  " + say("check." + kind, Map.of()),
        say("check.score", Map.of("percent", percent(probe.getScoreMilli()))),
        shell.screen().dim(change),
        shell.screen().dim(Text.fit(probe.getAnswer(), QUOTED)));
  }

  private static String drift(IdentityCheck check) {
    String model = model(check.getDrift().getModelId());
    long compared = check.getProbesList().stream().filter(IdentityProbe::hasChangeMilli).count();
    boolean same = check.getProbesList().stream().allMatch(probe -> probe.getChangeMilli() == 0);
    return same
        ? say("check.same", Map.of("model", model))
        : say(
            "check.drift",
            points(
                check.getDrift().getChangeMilli(), Map.of("model", model, "compared", compared)));
  }

  private static String change(int milli) {
    return say("check.change", points(milli, Map.of()));
  }

  private static Map<String, Object> points(int milli, Map<String, Object> others) {
    Map<String, Object> places = new HashMap<>(others);
    places.put("points", percent(Math.abs(milli)));
    places.put("way", milli < 0 ? "less" : "more");
    return places;
  }

  private static long whole(IdentityCheck check) {
    return percent(check.getScoreMilli());
  }

  private static long percent(int milli) {
    return Math.round(milli / PER_CENT);
  }

  private static String model(String id) {
    return Text.oneLine(id);
  }

  private static String say(String id, Map<String, ?> places) {
    return Sentences.ENGLISH.say(id, places);
  }
}
