package pmm.mind.compare;

import pmm.mind.conversation.Prompts;
import pmm.mind.generation.Generation;
import pmm.mind.generation.Speaker;
import pmm.mind.v1.CompareResponse;
import pmm.mind.v1.ComparedEnd;
import pmm.mind.v1.ComparedSpeaker;
import pmm.mind.v1.Phase;
import pmm.rpc.StreamSender;

/** Passes one model's answer on as it comes, and keeps none of it. */
final class ComparedAnswer implements Generation.Listener {
  private final int index;
  private final StreamSender<CompareResponse> sender;

  ComparedAnswer(int index, StreamSender<CompareResponse> sender) {
    this.index = index;
    this.sender = sender;
  }

  @Override
  public void step(Generation.Step step) {
    send(piece().setPhase(Phase.newBuilder().setStep(Prompts.toProto(step))));
  }

  @Override
  public void opened(Speaker speaker) {
    send(
        piece()
            .setSpeaker(
                ComparedSpeaker.newBuilder()
                    .setModelId(speaker.model().modelId())
                    .setModelDigest(speaker.model().digest())
                    .setLocality(speaker.locality())));
  }

  @Override
  public boolean text(String text) {
    send(piece().setText(text));
    return true;
  }

  @Override
  public void reasoning(String text) {}

  @Override
  public void toolCall(int index, String callId, String name, String arguments) {}

  @Override
  public void promptCut() {}

  /** Says how it ended. */
  void end(ComparedEnd end) {
    send(piece().setEnd(end));
  }

  private CompareResponse.Builder piece() {
    return CompareResponse.newBuilder().setIndex(index);
  }

  private void send(CompareResponse.Builder piece) {
    sender.send(piece.build());
  }
}
