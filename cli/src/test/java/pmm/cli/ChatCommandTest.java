package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.ConversationServiceGrpc.ConversationServiceImplBase;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.ConverseResponse.Finished;
import pmm.mind.v1.ConverseResponse.Started;
import pmm.mind.v1.FindForgettableRequest;
import pmm.mind.v1.FindForgettableResponse;
import pmm.mind.v1.FindForgettableResponse.Builder;
import pmm.mind.v1.MemoryServiceGrpc.MemoryServiceImplBase;
import pmm.mind.v1.Outcome;

/** One turn for a script: no stream is a terminal. */
class ChatCommandTest {
  @TempDir Path home;

  @Test
  void whoAsksToForgetIsToldThatNothingIsForgottenYet() {
    Builder found = FindForgettableResponse.newBuilder().setAsked(true);
    found.addCandidatesBuilder().setEventId(12);
    try (FakeMind mind = new FakeMind(home, new Answers(), new Forgettable(found))) {
      Ran said = mind.pmm("chat", "-m", "Forget that I hate coriander.");
      assertEquals("I have forgotten it.\n", said.out());
      assertTrue(said.err().contains("nothing is forgotten yet"), said.err());
      assertTrue(said.err().contains("forget 12"), said.err());

      Ran document = mind.pmm("chat", "--json", "-m", "Forget that I hate coriander.");
      assertTrue(document.err().contains("nothing is forgotten yet"), document.err());
    }
  }

  @Test
  void whoDoesNotAskIsToldNothing() {
    Builder none = FindForgettableResponse.newBuilder();
    try (FakeMind mind = new FakeMind(home, new Answers(), new Forgettable(none))) {
      Ran said = mind.pmm("chat", "-m", "Hello.");
      assertEquals(ExitCode.DONE, said.exit(), said.err());
      assertEquals("", said.err());
    }
  }

  /** Says that it has forgotten, whatever it is told. */
  private static final class Answers extends ConversationServiceImplBase {
    @Override
    public void converse(ConverseRequest request, StreamObserver<ConverseResponse> answer) {
      answer.onNext(
          ConverseResponse.newBuilder()
              .setStarted(Started.newBuilder().setConversationId("c").setUserEventId(11))
              .build());
      answer.onNext(ConverseResponse.newBuilder().setText("I have forgotten it.").build());
      answer.onNext(
          ConverseResponse.newBuilder()
              .setFinished(Finished.newBuilder().setOutcome(Outcome.OUTCOME_ANSWERED))
              .build());
      answer.onCompleted();
    }
  }

  private static final class Forgettable extends MemoryServiceImplBase {
    private final Builder found;

    Forgettable(Builder found) {
      this.found = found;
    }

    @Override
    public void findForgettable(
        FindForgettableRequest request, StreamObserver<FindForgettableResponse> answer) {
      answer.onNext(found.build());
      answer.onCompleted();
    }
  }
}
