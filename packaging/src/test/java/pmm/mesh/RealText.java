package pmm.mesh;

import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.AppendEventsResponse;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/**
 * Fills a running ledger with conversations made of real texts: each line of one file is something
 * the person said, each line of another what the mind answered.
 */
final class RealText {

  private static final int TURNS_A_CONVERSATION = 20;
  private static final int EVENTS_A_TURN = 3;

  private final LedgerServiceBlockingStub ledger;
  private String conversation = "";
  private long parent;

  private RealText(Channel channel) {
    this.ledger = LedgerServiceGrpc.newBlockingStub(channel);
  }

  /**
   * Appends at least {@code events} events to the ledger that runs in {@code home}.
   *
   * @param arguments home folder, number of events, file of the person's lines, file of the mind's
   *     lines
   */
  public static void main(String[] arguments) throws IOException {
    Path home = Path.of(arguments[0]);
    int events = Integer.parseInt(arguments[1]);
    List<String> said = Files.readAllLines(Path.of(arguments[2]));
    List<String> answered = Files.readAllLines(Path.of(arguments[3]));
    try (MeshChannel channel = new MeshChannel(new Home(home), "ledger", Role.MIND)) {
      new RealText(channel.channel()).fill(events, endless(said), endless(answered));
    }
  }

  private void fill(int events, Iterator<String> said, Iterator<String> answered) {
    int turns = (events + EVENTS_A_TURN - 1) / EVENTS_A_TURN;
    for (int turn = 0; turn < turns; turn++) {
      boolean first = turn % TURNS_A_CONVERSATION == 0;
      if (first) {
        conversation = UUID.randomUUID().toString();
        parent = 0;
      }
      turn(first, said.next(), answered.next());
    }
  }

  /**
   * One exchange as mind-service writes it: the message is stored before the answer that names it.
   */
  private void turn(boolean first, String said, String answered) {
    String attempt = UUID.randomUUID().toString();
    List<EventDraft> question = new ArrayList<>();
    if (first) {
      question.add(
          draft(
              "conversation_started",
              null,
              "{\"conversation_id\":\"%s\"}".formatted(conversation)));
    }
    question.add(
        draft(
            "user_message",
            said,
            "{\"conversation_id\":\"%s\",\"parent_event_id\":%s}"
                .formatted(conversation, parent == 0 ? "null" : parent)));
    long userEvent = last(append(question));
    parent =
        last(
            append(
                List.of(
                    draft(
                        "generation_started",
                        null,
                        "{\"attempt_id\":\"%s\",\"conversation_id\":\"%s\",\"model_id\":\"local:text\",\"user_event_id\":%d}"
                            .formatted(attempt, conversation, userEvent)),
                    draft(
                        "assistant_message",
                        answered,
                        "{\"attempt_id\":\"%s\",\"conversation_id\":\"%s\",\"locality\":\"declared\",\"model_id\":\"local:text\",\"parent_event_id\":%d}"
                            .formatted(attempt, conversation, userEvent)))));
  }

  private AppendEventsResponse append(List<EventDraft> drafts) {
    return ledger.appendEvents(
        AppendEventsRequest.newBuilder()
            .addAllEvents(drafts)
            .setRequestId(UUID.randomUUID().toString())
            .build());
  }

  private static long last(AppendEventsResponse stored) {
    return stored.getEvents(stored.getEventsCount() - 1).getEventId();
  }

  private static EventDraft draft(
      String kind, @org.jspecify.annotations.Nullable String content, String meta) {
    EventDraft.Builder draft = EventDraft.newBuilder().setKind(kind).setMetaJson(meta);
    if (content != null) {
      draft.setContent(content);
    }
    return draft.build();
  }

  private static Iterator<String> endless(List<String> lines) {
    return java.util.stream.Stream.iterate(0, line -> (line + 1) % lines.size())
        .map(lines::get)
        .iterator();
  }
}
