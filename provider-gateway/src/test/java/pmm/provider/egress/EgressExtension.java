package pmm.provider.egress;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pmm.ledger.LedgerServer;
import pmm.ledger.v1.ListEventsRequest;
import pmm.ledger.v1.Order;
import pmm.provider.codec.OpenAiCodec;
import pmm.provider.codec.Prompt;
import pmm.provider.consent.Occasion;
import pmm.provider.control.Books;
import pmm.provider.failure.Failure;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Problem;
import pmm.rpc.Role;

/** A way out over a real ledger, with names and authorities of the test's own. */
final class EgressExtension implements BeforeEachCallback, AfterEachCallback {

  static final ServerTrust PLATFORM = ServerTrust.in(null);

  final ActiveCalls active = new ActiveCalls();
  final List<String> resolved = new ArrayList<>();
  private @Nullable Path folder;
  private @Nullable LedgerServer ledger;
  private @Nullable MeshChannel channel;
  private @Nullable Watched<Books> books;
  private @Nullable Journal journal;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("egress");
    Home home = new Home(folder);
    ledger = LedgerServer.start(home, Config.of(Map.of("ledger.port", "0")));
    channel = new MeshChannel(home, "ledger", Role.PROVIDER);
    journal = new Journal(channel.channel());
    books =
        new Watched<>(channel.channel(), Books.KINDS, () -> Books.empty(ZoneOffset.UTC)).start();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    books().close();
    Objects.requireNonNull(channel).close();
    Objects.requireNonNull(ledger).close();
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** A way out to names that are all at this address. */
  EgressClient egress(String address, Set<String> allowed, ServerTrust trust) {
    return egress(
        host -> {
          resolved.add(host);
          return List.of(InetAddress.getByName(address));
        },
        allowed,
        trust);
  }

  EgressClient egress(NameResolver resolver, Set<String> allowed, ServerTrust trust) {
    return new EgressClient(
        new Gate(books(), journal(), active, allowed, Clock.systemUTC()),
        new Results(journal()),
        keys(),
        resolver,
        trust);
  }

  EgressClient egress(NameResolver resolver) {
    return egress(resolver, Set.of(), PLATFORM);
  }

  EgressClient egress() {
    return egress(host -> {
      throw new UnknownHostException(host);
    });
  }

  KeyStore keys() {
    return new KeyStore(folder().resolve("keys"));
  }

  Path folder() {
    return Objects.requireNonNull(folder);
  }

  /** The newest result. */
  Entry result() {
    return newest("network_result");
  }

  /** The newest event of a kind. */
  Entry newest(String kind) {
    return Journal.entry(
        journal()
            .list(
                ListEventsRequest.newBuilder()
                    .addKinds(kind)
                    .setOrder(Order.ORDER_NEWEST_FIRST)
                    .build())
            .getEvents(0));
  }

  Model added(String url) {
    return added(url, "", "");
  }

  /** Adds a model and allows all of its host. */
  Model added(String url, String pin, String backup) {
    String id = "openai:" + UUID.randomUUID();
    Model model =
        new ModelDrafts(Set.of(), "")
            .model(new ModelDrafts.Draft(id, "", url, "scripted", 0, false, "", pin, backup));
    append(model);
    append(
        Draft.of("consent_granted")
            .with("host", model.address().host())
            .with("purpose", "chat")
            .with("data_classes", List.of("message"))
            .with("scope", "always")
            .with("actor", "test"));
    return model;
  }

  static Outbound outbound(Model model) {
    return outbound(model, "scripted");
  }

  static Outbound outbound(Model model, String script) {
    Prompt prompt =
        new Prompt(script, List.of(new Prompt.Turn(Prompt.Speaker.USER, "Hi")), 0, null, 8192);
    return new Outbound(
        model,
        new OpenAiCodec(false).encode(prompt),
        new Occasion("chat", Set.of("message"), UUID.randomUUID().toString(), "", true, List.of()),
        2,
        false,
        0);
  }

  /** What a call is refused for. */
  static Problem refusal(EgressClient egress, Model model) {
    return assertThrows(Problem.class, () -> egress.open(outbound(model), new Cancellation()));
  }

  /** The status that a call is answered with. */
  static int status(EgressClient egress, Model model) throws InterruptedException {
    return assertInstanceOf(Signal.Head.class, first(egress, model)).head().status();
  }

  /** What broke the connection of a call. */
  static Failure broken(EgressClient egress, Model model) throws InterruptedException {
    return assertInstanceOf(Signal.Broken.class, first(egress, model)).failure();
  }

  private static Signal first(EgressClient egress, Model model) throws InterruptedException {
    EgressCall call = egress.open(outbound(model), new Cancellation());
    Signal first = call.next(Duration.ofSeconds(30)).orElseThrow();
    call.close(
        first instanceof Signal.Broken(Failure failure)
            ? Outcome.failed(failure.reason())
            : Outcome.DONE,
        Spent.NOTHING);
    return first;
  }

  /** Adds a model, or replaces it. */
  void append(Model model) {
    append(
        Draft.of("model_added")
            .with("model_id", model.id())
            .with("api", model.api().id())
            .with("url", model.address().url())
            .with("address_class", model.addressClass().id())
            .with("locality", "remote")
            .with("provider_model", "scripted")
            .with("context_tokens", model.contextTokens())
            .with("pins", model.pins().keys())
            .with("actor", "test"));
  }

  private void append(Draft draft) {
    Entry entry = journal().append(draft, UUID.randomUUID().toString());
    books().awaitThrough(entry.id());
  }

  Watched<Books> books() {
    return Objects.requireNonNull(books);
  }

  private Journal journal() {
    return Objects.requireNonNull(journal);
  }
}
