package pmm.mind.identity;

import pmm.mind.contract.Requests;
import pmm.mind.v1.CommitmentFigures;
import pmm.mind.v1.Mind;
import pmm.mind.v1.Stage;
import pmm.mindstate.Commitments;
import pmm.mindstate.MindState;
import pmm.mindstate.PromiseFigures;
import pmm.mindstate.Trait;

/** The wire form of what the mind is like. */
final class MindViews {
  private MindViews() {}

  static Mind mind(MindState state) {
    Mind.Builder mind =
        Mind.newBuilder()
            .setName(state.identity().name())
            .setStage(Stage.forNumber(1 + state.growth().stage()))
            .setIas(state.growth().ias())
            .setGas(state.growth().gas())
            .setModelId(state.models().selected().modelId())
            .setModelDigest(state.models().selected().digest())
            .setCommitments(figures(state.commitments()))
            .setMemoryCount(state.memories().kept().size())
            .setProposedMemoryCount(state.memories().proposed().size())
            .setMessageCount(state.conversations().exchanged())
            .setModelSwitchCount(state.models().switches())
            .setThroughEventId(state.through())
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

  private static CommitmentFigures figures(Commitments promises) {
    int ended = promises.closed() + promises.expired();
    CommitmentFigures.Builder figures =
        CommitmentFigures.newBuilder()
            .setOpened(promises.opened())
            .setClosed(promises.closed())
            .setExpired(promises.expired())
            .setOpen(promises.opened() - ended);
    PromiseFigures.success(promises.closed(), ended).ifPresent(figures::setSuccess);
    return figures.build();
  }
}
