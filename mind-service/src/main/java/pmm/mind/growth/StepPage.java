package pmm.mind.growth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.History;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.mindstate.Step;
import pmm.mindstate.Steps;

/**
 * One page of the steps of a mind, or a whole life thinned. Steps are numbered from the first one
 * on, and history only grows at its end: so a page stays the same page.
 */
final class StepPage {
  private final Set<Step.Figure> asked;
  private final long before;
  private final int size;
  private final int points;

  /** Newest first: one more than a page holds tells that there is another. */
  private final Deque<Step> found = new ArrayDeque<>();

  StepPage(ListStepsRequest request) {
    asked = EnumSet.noneOf(Step.Figure.class);
    for (Step.Figure figure : Step.Figure.values()) {
      if (request.getFiguresCount() == 0
          || request.getFiguresList().contains(StepViews.figure(figure))) {
        asked.add(figure);
      }
    }
    before = Requests.pageToken(request.getPageToken(), Long.MAX_VALUE);
    size = Requests.pageSize(request.getPageSize());
    points = Math.min(request.getMaxPoints(), Steps.MOST_POINTS);
  }

  /** Returns the page from the steps that are kept, or else from every event. */
  ListStepsResponse of(Steps kept, History history) {
    ListStepsResponse.Builder response =
        ListStepsResponse.newBuilder().setTotalCount(kept.count(asked));
    if (points > 0) {
      kept.course(asked, points).forEach(step -> response.addSteps(StepViews.step(step)));
      return response.build();
    }
    if (!isIn(kept)) {
      found.clear();
      history.each(new Fold()::take);
    }
    return page(response);
  }

  private boolean isIn(Steps kept) {
    kept.before(before, asked).stream().limit(size + 1L).forEach(found::addLast);
    return found.size() > size || kept.areAll(asked);
  }

  private final class Fold {
    private MindState mind = MindState.EMPTY;

    void take(StateEvent event) {
      MindState next = MindState.reduce(mind, event);
      for (Step step : Step.of(mind, event, next)) {
        if (step.number() < before && asked.contains(step.figure())) {
          found.addFirst(step);
        }
      }
      while (found.size() > size + 1) {
        found.removeLast();
      }
      mind = next;
    }
  }

  private ListStepsResponse page(ListStepsResponse.Builder page) {
    long last = 0;
    for (Step step : found) {
      if (page.getStepsCount() == size) {
        return page.setNextPageToken(Long.toString(last)).build();
      }
      page.addSteps(StepViews.step(step));
      last = step.number();
    }
    return page.build();
  }
}
