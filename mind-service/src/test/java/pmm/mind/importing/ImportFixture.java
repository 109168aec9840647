package pmm.mind.importing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import pmm.ledger.LedgerServer;
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
  private final MindKeeper keeper;
  final History history;
  final Ledger ledger;
  final Importer importer;

  ImportFixture(Path folder) {
    Home home = new Home(folder);
    server = LedgerServer.start(home, Config.of(Map.of("ledger.port", "0")));
    channel = new MeshChannel(home, "ledger", Role.MIND);
    ledger = new Ledger(channel.channel());
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
    importer = new Importer(ledger, history, keeper);
  }

  ImportReport run(Path archive) throws IOException {
    return run(archive, () -> false);
  }

  ImportReport run(Path archive, BooleanSupplier cancelled) throws IOException {
    return importer.run(wish(archive, Set.of()), cancelled, step -> {});
  }

  static Importer.Wish wish(Path archive, Set<String> chosen) throws IOException {
    return new Importer.Wish(whole(archive), UUID.randomUUID().toString(), "test", chosen, true);
  }

  static Uploads.Whole whole(Path archive) throws IOException {
    return new Uploads.Whole(archive, "test", Files.size(archive), Sha256.of(archive));
  }

  StateEvent append(String kind, String content, String conversationId, long parent) {
    Draft draft = new Draft(kind, content, Draft.facts());
    draft.meta().put("conversation_id", conversationId).put("parent_event_id", parent);
    keeper.take(ledger.append(UUID.randomUUID().toString(), List.of(draft), List.of()));
    return events().getLast();
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
    server.close();
  }
}
