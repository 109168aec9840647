package pmm.mind.importing;

import io.grpc.ClientInterceptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import pmm.ledger.LedgerServer;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.ImportReport;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.StateEvent;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/** An importer over a real ledger, without the rest of the mind's service. */
final class ImportFixture implements AutoCloseable {
  private final LedgerServer server;
  private final MeshChannel channel;
  private final MeshChannel person;
  final MindKeeper keeper;
  final AppendFault fault = new AppendFault();
  final History history;
  final Ledger ledger;
  final Importer importer;

  ImportFixture(Path folder) {
    this(folder, Batch.MOST_BYTES);
  }

  ImportFixture(Path folder, int appendBytes) {
    Home home = new Home(folder);
    server = LedgerServer.start(home, Config.of(Map.of("ledger.port", "0")));
    channel = new MeshChannel(home, "ledger", Role.MIND);
    person = new MeshChannel(home, "ledger", Role.CLI);
    ledger = new Ledger(ClientInterceptors.intercept(channel.channel(), fault));
    history = new History(ledger);
    keeper =
        new MindKeeper(
            ledger,
            new EventReader(ledger),
            new MindKeeper.Listener() {
              @Override
              public void level() {}

              @Override
              public void lost() {}
            });
    keeper.start();
    keeper.levelState();
    importer = new Importer(ledger, history, keeper, appendBytes);
  }

  ImportReport run(Path archive) throws IOException {
    return run(archive, () -> false);
  }

  ImportReport run(Path archive, BooleanSupplier cancelled) throws IOException {
    return importer.run(wish(archive, Choice.ALL), cancelled, step -> {});
  }

  static Importer.Wish wish(Path archive, Choice choice) throws IOException {
    return new Importer.Wish(whole(archive), UUID.randomUUID().toString(), "test", choice, true);
  }

  static Uploads.Whole whole(Path archive) throws IOException {
    return new Uploads.Whole(
        archive,
        String.valueOf(archive.getFileName()),
        Files.size(archive),
        Sha256.of(Files.readAllBytes(archive)));
  }

  ImportReport dryRun(Path archive, List<Importer.FoundTalk> found) throws IOException {
    return importer.dryRun(
        whole(archive),
        step -> {},
        new Importer.Finds() {
          @Override
          public void talk(Importer.FoundTalk talk) {
            found.add(talk);
          }

          @Override
          public void character(ArchivedCharacter card, boolean isNew) {}
        });
  }

  StateEvent append(String kind, String content, String conversationId, long parent) {
    Draft draft = new Draft(kind, content, Draft.facts());
    draft.meta().put("conversation_id", conversationId).put("parent_event_id", parent);
    keeper.take(ledger.append(UUID.randomUUID().toString(), List.of(draft), List.of()));
    return events().getLast();
  }

  /** Forgets the words of events, and with them their facts if so asked. */
  void forget(List<Long> ids, boolean withMeta) {
    LedgerServiceGrpc.newBlockingStub(person.channel())
        .redactEvents(
            RedactEventsRequest.newBuilder()
                .addAllEventIds(ids)
                .setWithMeta(withMeta)
                .setRequestId(UUID.randomUUID().toString())
                .build());
    keeper.levelState(ledger.head());
  }

  /** Takes an import out, as the person does. */
  void undo(String importId) {
    Imports.Gone gone = new Imports(ledger, history).events(importId, 0, 3_000);
    List<Long> whole = new ArrayList<>(gone.events());
    whole.removeAll(gone.wordsOnly());
    forget(whole, true);
    if (!gone.wordsOnly().isEmpty()) {
      forget(gone.wordsOnly(), false);
    }
  }

  /** Every event, oldest first. */
  List<StateEvent> events() {
    List<StateEvent> events = new ArrayList<>();
    history.each(events::add);
    return events;
  }

  List<StateEvent> events(String kind) {
    return events().stream().filter(event -> event.kind().equals(kind)).toList();
  }

  MindState mind() {
    return keeper.state();
  }

  Conversation talk(String originalId) {
    return mind().conversations().find(Key.conversationId("chatgpt", originalId)).orElseThrow();
  }

  /** The words of the branch that is shown. */
  List<String> shown(String originalId) {
    Conversation talk = talk(originalId);
    List<String> words = new ArrayList<>();
    for (var node = talk.node(talk.leaf()); node != null; node = talk.node(node.parent())) {
      words.addFirst(ledger.event(node.id()).orElseThrow().getContent());
    }
    return words;
  }

  @Override
  public void close() {
    keeper.close();
    channel.close();
    person.close();
    server.close();
  }
}
