package pmm.mind.commitment;

import java.util.OptionalDouble;
import pmm.mind.v1.CommitmentFigure;
import pmm.mind.v1.CommitmentHealth;
import pmm.mind.v1.GetCommitmentFiguresResponse;
import pmm.mindstate.PromiseFigures;
import pmm.mindstate.Sentences;

/** The figures about promises, each with what it means. */
final class FigureViews {
  private final GetCommitmentFiguresResponse.Builder response =
      GetCommitmentFiguresResponse.newBuilder();

  private FigureViews() {}

  static GetCommitmentFiguresResponse of(PromiseFigures figures) {
    FigureViews views = new FigureViews();
    views.add("opened", figures.opened());
    views.add("closed", figures.closed());
    views.add("expired", figures.expired());
    views.add("open", figures.open());
    views.add("overdue", figures.overdue());
    views.add("proposed", figures.proposed());
    views.add("success", figures.success());
    views.add("extraction_rate", figures.extractionRate());
    views.add("life_span_mean", figures.meanLifeSpan());
    views.add("life_span_median", figures.medianLifeSpan());
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

  private void add(String name, int value) {
    add(name, OptionalDouble.of(value));
  }

  private void add(String name, OptionalDouble value) {
    CommitmentFigure.Builder figure =
        response
            .addFiguresBuilder()
            .setName(name)
            .setDefinition(Sentences.ENGLISH.say("figure.means." + name));
    value.ifPresent(figure::setValue);
  }
}
