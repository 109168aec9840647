package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.GrowthServiceGrpc.GrowthServiceImplBase;
import pmm.mind.v1.ListStepsRequest;
import pmm.mind.v1.ListStepsResponse;
import pmm.mind.v1.Step;

class MindHistoryTest {
  @TempDir Path home;

  @Test
  void stepsThatMovedNothingToBeSeenAreLeftOutForThoseBeforeThem() {
    try (FakeMind mind = new FakeMind(home, new Figures())) {
      Ran told = mind.pmm("mind", "--history", "--limit", "2");
      assertEquals(ExitCode.DONE, told.exit(), told.err());
      assertEquals(2, told.out().lines().count(), told.out());
      assertEquals(
          2, told.out().lines().filter(line -> line.contains("IAS 0.1000 → 0.1300")).count());
    }
  }

  /** Every second step is seen; a page holds two. */
  private static final class Figures extends GrowthServiceImplBase {
    @Override
    public void listSteps(ListStepsRequest request, StreamObserver<ListStepsResponse> answer) {
      Step.Builder step = Step.newBuilder().setFigure(Step.Figure.FIGURE_IAS).setBefore(0.1);
      answer.onNext(
          ListStepsResponse.newBuilder()
              .addSteps(step.setAfter(0.09999))
              .addSteps(step.setAfter(0.13))
              .setNextPageToken("more")
              .build());
      answer.onCompleted();
    }
  }
}
