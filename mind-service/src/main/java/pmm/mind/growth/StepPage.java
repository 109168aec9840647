package pmm.mind.growth;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import pmm.mind.contract.Requests;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.mindstate.Step;

/**
 * One page of the steps of a mind, while its events go by. Steps are numbered from the first one
 * on, and history only grows at its end: so a page stays the same page.
 */
final class StepPage {
  private final Set<Step.Figure> asked;
  private final long before;
  private final int size;
  private final Deque<Step> latest = new ArrayDeque<>();
  private MindState mind = MindState.EMPTY;
  private long count;

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
  }

  void take(StateEvent event) {
    MindState next = MindState.reduce(mind, event);
    for (Step step : Step.of(mind, event, next)) {
      if (asked.contains(step.figure())) {
        count++;
        add(step);
      }
    }
    mind = next;
  }

  private void add(Step step) {
    if (count < before) {
      latest.addFirst(step);
      if (latest.size() > size) {
        latest.removeLast();
      }
    }
  }

  ListStepsResponse response() {
    ListStepsResponse.Builder page = ListStepsResponse.newBuilder();
    latest.forEach(step -> page.addSteps(StepViews.step(step)));
    long first = Math.min(count, before - 1) - latest.size() + 1;
    return page.setNextPageToken(first > 1 ? Long.toString(first) : "").build();
  }
}
