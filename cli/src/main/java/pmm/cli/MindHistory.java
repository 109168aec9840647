package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mind.v1.Step;
import pmm.mindstate.Sentences;

/** How the mind came to be what it is, step by step, with what caused each. */
final class MindHistory {
  private static final int PAGE = 200;

  /** So many steps are looked at for each one that is told. */
  private static final int LOOKED = 10;

  private final Mesh mesh;
  private final Screen screen;

  MindHistory(Mesh mesh, Screen screen) {
    this.mesh = mesh;
    this.screen = screen;
  }

  /** Tells the newest steps. */
  void tell(int most, boolean json) {
    List<Step> steps = steps(most, json ? step -> true : MindHistory::isSeen);
    if (json) {
      screen.json(Map.of("steps", ProtoJson.list(steps)));
    } else if (steps.isEmpty()) {
      screen.result("Nothing has moved yet.");
    } else {
      screen.table(steps.stream().map(this::row).toList());
    }
  }

  /** Looks for them among the newest, so that a long life is not gone through for a few. */
  private List<Step> steps(int most, Predicate<Step> told) {
    List<Step> steps = new ArrayList<>();
    int looked = 0;
    ListStepsRequest.Builder request = ListStepsRequest.newBuilder();
    do {
      request.setPageSize(Math.min(PAGE, most));
      ListStepsResponse page = mesh.growth().listSteps(request.build());
      page.getStepsList().stream().filter(told).limit(most - steps.size()).forEach(steps::add);
      looked += page.getStepsCount();
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty() && steps.size() < most && looked < LOOKED * most);
    return steps;
  }

  /** What is too small to be seen in a figure moved nothing for who reads it. */
  static boolean isSeen(Step step) {
    return !value(step, step.getBefore()).equals(value(step, step.getAfter()));
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
    String name =
        switch (step.getFigure()) {
          case FIGURE_TRAIT -> Text.oneLine(step.getTrait()) + " ";
          case FIGURE_IAS -> "IAS ";
          case FIGURE_GAS -> "GAS ";
          case FIGURE_STAGE -> "";
          case FIGURE_UNSPECIFIED, UNRECOGNIZED -> "? ";
        };
    return name + value(step, step.getBefore()) + " → " + value(step, step.getAfter());
  }

  private static String value(Step step, double value) {
    return switch (step.getFigure()) {
      case FIGURE_TRAIT -> String.format(Locale.ROOT, "%.2f", value);
      case FIGURE_STAGE -> MindWords.stage((int) value);
      default -> String.format(Locale.ROOT, "%.4f", value);
    };
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
