package pmm.mind.commitment;

import com.google.protobuf.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import pmm.mind.context.Source;
import pmm.mind.contract.Requests;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.Commitment.State;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListCommitmentsResponse;
import pmm.mindstate.Commitments;
import pmm.mindstate.MindState;
import pmm.mindstate.PersistentMap;
import pmm.mindstate.Proposals.Proposal;

/** The wire form of promises and proposals, as they stand at a time. */
public final class CommitmentViews {
  private static final Set<State> PROMISES =
      Set.of(State.STATE_OPEN, State.STATE_CLOSED, State.STATE_EXPIRED);
  private static final Set<State> PROPOSALS = Set.of(State.STATE_PROPOSED, State.STATE_REJECTED);

  private CommitmentViews() {}

  /** Returns a page of promises, and of proposals where they are asked for, newest first. */
  public static ListCommitmentsResponse page(
      MindState mind, ListCommitmentsRequest request, long nowMs) {
    int size = Requests.pageSize(request.getPageSize());
    long before = Requests.pageToken(request.getPageToken(), Long.MAX_VALUE);
    Set<State> states =
        request.getStatesCount() == 0 ? PROMISES : Set.copyOf(request.getStatesList());
    List<Commitment> found = new ArrayList<>();
    Predicate<Commitment> asked =
        each ->
            states.contains(each.getState())
                && (each.getOverdue() || !request.getOverdueOnly())
                && (isDueBefore(each, request.getDueBeforeTime()) || !request.hasDueBeforeTime());
    if (states.stream().anyMatch(PROMISES::contains)) {
      boolean onlyOpen =
          states.equals(Set.of(State.STATE_OPEN))
              || request.getOverdueOnly()
              || request.hasDueBeforeTime();
      Stream<pmm.mindstate.Commitment> promises =
          onlyOpen
              ? openBelow(mind.commitments(), before)
              : below(mind.commitments().all(), before);
      found.addAll(take(promises.map(promise -> promise(promise, nowMs)), size, asked));
    }
    if (states.stream().anyMatch(PROPOSALS::contains)) {
      Stream<Proposal> proposals = below(mind.proposals().all(), before);
      found.addAll(take(proposals.map(CommitmentViews::proposal), size, asked));
    }
    found.sort(Comparator.comparingLong(Commitment::getOpenEventId).reversed());
    List<Commitment> page = found.subList(0, Math.min(size, found.size()));
    return ListCommitmentsResponse.newBuilder()
        .addAllCommitments(page)
        .setNextPageToken(found.size() > size ? page.getLast().getCommitmentId() : "")
        .build();
  }

  private static boolean isDueBefore(Commitment promise, Timestamp time) {
    return promise.getState() == State.STATE_OPEN
        && promise.hasDueTime()
        && Requests.millis(promise.getDueTime()) < Requests.millis(time);
  }

  /** Of a whole life only few are open, and those are asked for whenever a talk begins. */
  private static Stream<pmm.mindstate.Commitment> openBelow(Commitments promises, long id) {
    return promises.open().reversed().stream().filter(promise -> promise.id() < id);
  }

  private static <T> Stream<T> below(PersistentMap<Long, T> all, long id) {
    return StreamSupport.stream(all.descendingBelow(id).spliterator(), false)
        .map(Map.Entry::getValue);
  }

  /** One more than a page holds tells whether there is another. */
  private static List<Commitment> take(
      Stream<Commitment> newestFirst, int size, Predicate<Commitment> asked) {
    return newestFirst.filter(asked).limit(size + 1L).toList();
  }

  /** Returns what has that id; a confirmed proposal is the promise that it became. */
  static Optional<Commitment> find(MindState mind, long id, long nowMs) {
    return Optional.ofNullable(mind.commitments().all().get(id))
        .map(promise -> promise(promise, nowMs))
        .or(() ->
            mind.proposals()
                .find(id)
                .map(proposal ->
                    switch (proposal.decision()) {
                      case NONE, REJECTED -> proposal(proposal);
                      case CONFIRMED ->
                          find(mind, proposal.decidedEventId(), nowMs).orElse(proposal(proposal));
                    }));
  }

  private static Commitment promise(pmm.mindstate.Commitment promise, long nowMs) {
    Commitment.Builder view =
        view(promise.id(), promise.text(), promise.openMs(), promise.dueMs())
            .setState(
                switch (promise.state()) {
                  case OPEN -> State.STATE_OPEN;
                  case CLOSED -> State.STATE_CLOSED;
                  case EXPIRED -> State.STATE_EXPIRED;
                })
            .setCloseEventId(promise.endEventId())
            .setOverdue(promise.isOverdue(nowMs))
            .setSourceEventId(promise.sourceEventId())
            .addAllEvidenceEventIds(promise.evidence())
            .setEvidenceEventId(promise.evidence().isEmpty() ? 0 : promise.evidence().getLast())
            .setEpisode(promise.episode());
    if (promise.isOpen()) {
      view.setExpireTime(Requests.timestamp(promise.expiryMs()));
    }
    return view.build();
  }

  private static Commitment proposal(Proposal proposal) {
    return view(proposal.id(), proposal.text(), proposal.tsMs(), proposal.dueMs())
        .setState(
            switch (proposal.decision()) {
              case NONE -> State.STATE_PROPOSED;
              case REJECTED -> State.STATE_REJECTED;
              case CONFIRMED -> State.STATE_UNSPECIFIED;
            })
        .setCloseEventId(proposal.decidedEventId())
        .setSourceEventId(proposal.sourceEventId())
        .build();
  }

  private static Commitment.Builder view(long id, String text, long createMs, long dueMs) {
    Commitment.Builder view =
        Commitment.newBuilder()
            .setCommitmentId(Long.toString(id))
            .setText(text.isEmpty() ? Source.FORGOTTEN : text)
            .setOpenEventId(id)
            .setCreateTime(Requests.timestamp(createMs));
    if (dueMs > 0) {
      view.setDueTime(Requests.timestamp(dueMs));
    }
    return view;
  }
}
