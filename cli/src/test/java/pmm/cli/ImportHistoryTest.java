package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pmm.mind.v1.FindMentionsRequest;
import pmm.mind.v1.FindMentionsResponse;
import pmm.mind.v1.GetImportRequest;
import pmm.mind.v1.GetImportResponse;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceImplBase;
import pmm.mind.v1.ListImportedEventsRequest;
import pmm.mind.v1.ListImportedEventsResponse;
import pmm.mind.v1.MindServiceGrpc.MindServiceImplBase;

class ImportHistoryTest {
  @TempDir Path home;

  @Test
  void takesNothingOutWhenOtherThingsWouldGoByTheTimeItIsConfirmed() {
    try (FakeMind mind = new FakeMind(home, new Imports(), new Mind())) {
      Ran ran = mind.pmm("import", "--undo", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "--yes");

      assertEquals(ExitCode.NOT_SO, ran.exit(), ran.err());
      assertTrue(ran.err().contains("Something was said or imported there meanwhile"), ran.err());
    }
  }

  /** An import of which something else goes whenever somebody asks. */
  private static final class Imports extends ImportServiceImplBase {
    private long next = 3;

    @Override
    public void getImport(GetImportRequest request, StreamObserver<GetImportResponse> answer) {
      answer.onNext(GetImportResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void listImportedEvents(
        ListImportedEventsRequest request, StreamObserver<ListImportedEventsResponse> answer) {
      answer.onNext(ListImportedEventsResponse.newBuilder().addEventIds(next++).build());
      answer.onCompleted();
    }
  }

  /** Nothing else holds the words. */
  private static final class Mind extends MindServiceImplBase {
    @Override
    public void findMentions(
        FindMentionsRequest request, StreamObserver<FindMentionsResponse> answer) {
      answer.onNext(FindMentionsResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }
}
