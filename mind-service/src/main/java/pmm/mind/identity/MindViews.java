package pmm.mind.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pmm.mind.contract.Requests;
import pmm.mind.v1.Commitment;
import pmm.mind.v1.CommitmentFigures;
import pmm.mind.v1.ListCommitmentsRequest;
import pmm.mind.v1.ListCommitmentsResponse;
import pmm.mind.v1.Mind;
import pmm.mind.v1.Stage;
import pmm.mindstate.Commitments;
import pmm.mindstate.MindState;
import pmm.mindstate.Trait;

/** The wire form of what the mind is like. */
final class MindViews {
  private MindViews() {}

  static Mind mind(MindState state) {
    Commitments promises = state.commitments();
    int open = promises.opened() - promises.closed() - promises.expired();
    Mind.Builder mind =
        Mind.newBuilder()
            .setName(state.identity().name())
            .setStage(Stage.forNumber(1 + state.growth().stage()))
            .setIas(state.growth().ias())
            .setGas(state.growth().gas())
            .setModelId(state.models().selected().modelId())
            .setModelDigest(state.models().selected().digest())
            .setCommitments(
                CommitmentFigures.newBuilder()
                    .setOpened(promises.opened())
                    .setClosed(promises.closed())
                    .setExpired(promises.expired())
                    .setOpen(open))
            .setMemoryCount(state.memories().kept().size())
            .setProposedMemoryCount(state.memories().proposed().size())
            .setMessageCount(state.conversations().exchanged())
            .setModelSwitchCount(state.models().switches())
            .setThroughEventId(state.through())
            .setProjectionHash(state.projectionHash())
            .setPersonName(state.identity().personName());
    if (state.identity().createdMs() > 0) {
      mind.setCreateTime(Requests.timestamp(state.identity().createdMs()));
    }
    for (Trait trait : Trait.values()) {
      mind.addTraits(
          pmm.mind.v1.Trait.newBuilder().setName(trait.id()).setScore(state.traits().score(trait)));
    }
    return mind.build();
  }

  static ListCommitmentsResponse commitments(Commitments promises, ListCommitmentsRequest request) {
    int size = Requests.pageSize(request.getPageSize());
    long before = Requests.pageToken(request.getPageToken(), Long.MAX_VALUE);
    List<Commitment> page = new ArrayList<>();
    for (Map.Entry<Long, pmm.mindstate.Commitment> entry : promises.all().descending()) {
      Commitment promise = commitment(entry.getValue());
      boolean asked =
          request.getStatesCount() == 0 || request.getStatesList().contains(promise.getState());
      if (asked && promise.getOpenEventId() < before) {
        if (page.size() == size) {
          return ListCommitmentsResponse.newBuilder()
              .addAllCommitments(page)
              .setNextPageToken(page.getLast().getCommitmentId())
              .build();
        }
        page.add(promise);
      }
    }
    return ListCommitmentsResponse.newBuilder().addAllCommitments(page).build();
  }

  private static Commitment commitment(pmm.mindstate.Commitment promise) {
    return Commitment.newBuilder()
        .setCommitmentId(Long.toString(promise.id()))
        .setText(promise.text())
        .setState(
            switch (promise.state()) {
              case OPEN -> Commitment.State.STATE_OPEN;
              case CLOSED -> Commitment.State.STATE_CLOSED;
              case EXPIRED -> Commitment.State.STATE_EXPIRED;
            })
        .setOpenEventId(promise.id())
        .setCloseEventId(promise.endEventId())
        .setCreateTime(Requests.timestamp(promise.openMs()))
        .build();
  }
}
