package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mind.v1.Step;
import pmm.mindstate.Sentences;

/** How the mind came to be what it is, step by step, with what caused each. */
final class MindHistory {
  private static final int PAGE = 200;

  private final Mesh mesh;
  private final Screen screen;

  MindHistory(Mesh mesh, Screen screen) {
    this.mesh = mesh;
    this.screen = screen;
  }

  /** Tells the newest steps. */
  void tell(int most, boolean json) {
    List<Step> steps = steps(most);
    if (json) {
      screen.json(Map.of("steps", ProtoJson.list(steps)));
    } else if (steps.isEmpty()) {
      screen.result("Nothing has moved yet.");
    } else {
      screen.table(steps.stream().map(this::row).toList());
    }
  }

  private List<Step> steps(int most) {
    List<Step> steps = new ArrayList<>();
    ListStepsRequest.Builder request = ListStepsRequest.newBuilder();
    do {
      request.setPageSize(Math.min(PAGE, most - steps.size()));
      ListStepsResponse page = mesh.growth().listSteps(request.build());
      steps.addAll(page.getStepsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty() && steps.size() < most);
    return steps;
  }

  private List<String> row(Step step) {
    return List.of(
        String.format(Locale.ROOT, "%6d", step.getEventId()),
        When.minute(step.getCreateTime()),
        words(step),
        reason(step.getReason()),
        screen.dim(causes(step)),
        screen.dim("with " + Text.oneLine(step.getModelId())));
  }

  /** Such as "openness 0.50 → 0.52". */
  static String words(Step step) {
    return switch (step.getFigure()) {
      case FIGURE_TRAIT -> figure(Text.oneLine(step.getTrait()), step, "%.2f");
      case FIGURE_IAS -> figure("IAS", step, "%.4f");
      case FIGURE_GAS -> figure("GAS", step, "%.4f");
      case FIGURE_STAGE ->
          MindWords.stage((int) step.getBefore()) + " → " + MindWords.stage((int) step.getAfter());
      case FIGURE_UNSPECIFIED, UNRECOGNIZED -> figure("?", step, "%.4f");
    };
  }

  private static String figure(String name, Step step, String format) {
    return String.format(
        Locale.ROOT, "%s " + format + " → " + format, name, step.getBefore(), step.getAfter());
  }

  private static String reason(String reason) {
    String id = "reason." + reason;
    return Sentences.ENGLISH.has(id)
        ? Sentences.ENGLISH.say(id)
        : Text.oneLine(reason).replace('_', ' ');
  }

  private static String causes(Step step) {
    return step.getCauseEventIdsList().stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "by ", ""));
  }
}
