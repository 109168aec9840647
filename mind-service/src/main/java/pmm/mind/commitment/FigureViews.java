package pmm.mind.commitment;

import java.util.OptionalDouble;
import pmm.mind.v1.CommitmentFigure;
import pmm.mind.v1.CommitmentHealth;
import pmm.mind.v1.GetCommitmentFiguresResponse;
import pmm.mindstate.PromiseFigures;

/** The figures about promises, each with what it means. */
final class FigureViews {
  private final GetCommitmentFiguresResponse.Builder response =
      GetCommitmentFiguresResponse.newBuilder();

  private FigureViews() {}

  static GetCommitmentFiguresResponse of(PromiseFigures figures) {
    FigureViews views = new FigureViews();
    views.add("opened", figures.opened(), "promises ever made");
    views.add("closed", figures.closed(), "promises that were kept");
    views.add(
        "expired",
        figures.expired(),
        "promises that were not kept until 72 hours after their due time, or 30 days after they"
            + " were made if no time was named");
    views.add("open", figures.open(), "promises still to be kept");
    views.add("overdue", figures.overdue(), "open promises whose due time has passed");
    views.add(
        "proposed", figures.proposed(), "sentences that may be promises and wait for your word");
    views.add("success", figures.success(), "closed / (closed + expired)");
    views.add(
        "extraction_rate",
        figures.extractionRate(),
        "opened / answers of models that were read for promises");
    views.add(
        "life_span_mean",
        figures.meanLifeSpan(),
        "events from a promise's opening to its closing, on average");
    views.add(
        "life_span_median",
        figures.medianLifeSpan(),
        "events from a promise's opening to its closing, for the middle one of all that were"
            + " kept");
    return views
        .response
        .setHealth(
            switch (figures.health()) {
              case TOO_EARLY -> CommitmentHealth.COMMITMENT_HEALTH_TOO_EARLY;
              case HEALTHY -> CommitmentHealth.COMMITMENT_HEALTH_HEALTHY;
              case AT_RISK -> CommitmentHealth.COMMITMENT_HEALTH_AT_RISK;
              case NEEDS_CARE -> CommitmentHealth.COMMITMENT_HEALTH_NEEDS_CARE;
            })
        .setHealthText(figures.inWords())
        .build();
  }

  private void add(String name, int value, String definition) {
    add(name, OptionalDouble.of(value), definition);
  }

  private void add(String name, OptionalDouble value, String definition) {
    CommitmentFigure.Builder figure =
        response.addFiguresBuilder().setName(name).setDefinition(definition);
    value.ifPresent(figure::setValue);
  }
}
