package pmm.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.LedgerServiceGrpc;
import pmm.ledger.v1.LedgerServiceGrpc.LedgerServiceBlockingStub;
import pmm.ledger.v1.WatchEventsRequest;
import pmm.ledger.v1.WatchEventsResponse;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/** Starts a whole ledger in a temporary home for each test, and hands out clients by role. */
final class LedgerExtension implements BeforeEachCallback, AfterEachCallback {
  private final Map<Role, MeshChannel> channels = new EnumMap<>(Role.class);
  private @Nullable Home home;
  private @Nullable LedgerServer server;

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    home = new Home(Files.createTempDirectory("ledger"));
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    channels.values().forEach(MeshChannel::close);
    channels.clear();
    stop();
    try (Stream<Path> files = Files.walk(home().root())) {
      files.sorted(Comparator.reverseOrder()).forEach(LedgerExtension::delete);
    }
  }

  Home home() {
    if (home == null) {
      throw new IllegalStateException("no test is running");
    }
    return home;
  }

  int port() {
    return server == null ? 0 : server.port();
  }

  void start() {
    server = LedgerServer.start(home(), Config.of(Map.of("ledger.port", "0")));
  }

  void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  MeshChannel channel(Role role) {
    return channels.computeIfAbsent(role, me -> new MeshChannel(home(), "ledger", me));
  }

  LedgerServiceBlockingStub as(Role role) {
    return LedgerServiceGrpc.newBlockingStub(channel(role).channel());
  }

  String eventKind(long id) {
    return as(Role.UI)
        .getEvent(GetEventRequest.newBuilder().setEventId(id).build())
        .getEvent()
        .getKind();
  }

  /** An event, as soon as it is there. */
  Event awaitEvent(long id) {
    Iterator<WatchEventsResponse> watched =
        as(Role.UI).watchEvents(WatchEventsRequest.newBuilder().setAfterEventId(id - 1).build());
    WatchEventsResponse next = watched.next();
    while (!next.hasEvent()) {
      next = watched.next();
    }
    return next.getEvent();
  }

  /** Appends words as the mind. */
  Event say(String words) {
    return append(draft("user_message", words)).getFirst();
  }

  List<Event> append(EventDraft... drafts) {
    return as(Role.MIND)
        .appendEvents(AppendEventsRequest.newBuilder().addAllEvents(List.of(drafts)).build())
        .getEventsList();
  }

  static EventDraft draft(String kind, String content) {
    return EventDraft.newBuilder().setKind(kind).setContent(content).build();
  }

  static EventDraft fact(String kind, String metaJson) {
    return EventDraft.newBuilder().setKind(kind).setMetaJson(metaJson).build();
  }

  static AppendEventsRequest request(EventDraft... drafts) {
    return AppendEventsRequest.newBuilder().addAllEvents(List.of(drafts)).build();
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
