package pmm.mind.growth;

import pmm.mind.contract.Requests;
import pmm.mind.v1.Step;

/** The wire form of steps. */
final class StepViews {
  private StepViews() {}

  static Step step(pmm.mindstate.Step step) {
    return Step.newBuilder()
        .setFigure(figure(step.figure()))
        .setTrait(step.trait())
        .setBefore(step.before())
        .setAfter(step.after())
        .setReason(step.reason())
        .setEventId(step.eventId())
        .addAllCauseEventIds(step.causes())
        .setCreateTime(Requests.timestamp(step.tsMs()))
        .setModelId(step.model().modelId())
        .setModelDigest(step.model().digest())
        .build();
  }

  static Step.Figure figure(pmm.mindstate.Step.Figure figure) {
    return switch (figure) {
      case TRAIT -> Step.Figure.FIGURE_TRAIT;
      case IAS -> Step.Figure.FIGURE_IAS;
      case GAS -> Step.Figure.FIGURE_GAS;
      case STAGE -> Step.Figure.FIGURE_STAGE;
    };
  }
}
