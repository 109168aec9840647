package pmm.provider;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import pmm.provider.consent.Consent;
import pmm.provider.control.Books;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Results;
import pmm.provider.generate.Budgets;
import pmm.provider.generate.Generator;
import pmm.provider.generate.Guards;
import pmm.provider.generate.Patience;
import pmm.provider.isolated.Codecs;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.KeyStore;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.provider.network.Mode;
import pmm.provider.ollama.Device;
import pmm.provider.ollama.Inventory;
import pmm.provider.ollama.ModelChecks;
import pmm.provider.ollama.Puller;
import pmm.provider.service.CodecRpc;
import pmm.provider.service.ConsentRpc;
import pmm.provider.service.ModelChanges;
import pmm.provider.service.ModelRpc;
import pmm.provider.service.NetworkRpc;
import pmm.provider.service.OllamaRpc;
import pmm.provider.service.ProviderRpc;
import pmm.rpc.Config;
import pmm.rpc.Home;
import pmm.rpc.MeshChannel;
import pmm.rpc.Role;

/** The whole service: its parts in the order in which they need each other. */
final class Gateway implements AutoCloseable {

  private static final String LEDGER = "ledger";

  private final MeshChannel ledger;
  private final Journal journal;
  private final Watched<Books> books;
  private final ActiveCalls active = new ActiveCalls();
  private final EgressClient egress;
  private final Codecs codecs;
  private final ProviderServer server;
  private final AtomicBoolean firstLevel = new AtomicBoolean(true);

  private Gateway(Home home, Config config, Clock clock) {

    Settings settings = Settings.of(config, home);
    ledger = new MeshChannel(home, LEDGER, Role.PROVIDER);
    journal = new Journal(ledger.channel());
    books = new Watched<>(ledger.channel(), Books.KINDS, () -> Books.empty(clock.getZone()));
    KeyStore keys = new KeyStore(settings.keys());
    egress = new EgressClient(books, journal, active, keys, settings.allowedHosts(), clock);
    codecs = Codecs.of(books, home, config);
    Budgets budgets = new Budgets(config, books, clock);
    Guards guards = new Guards(config);
    Generator generator =
        new Generator(books, codecs, egress, budgets, guards, Patience.of(config));
    ModelDrafts drafts = new ModelDrafts(settings.localHosts(), settings.ollamaUrl());
    Device device = settings.device();
    Inventory inventory = new Inventory(books, egress, drafts, device);
    server =
        new ProviderServer(
            home,
            settings,
            new ProviderRpc(generator),
            List.of(
                new CodecRpc(books, journal, codecs),
                new ModelRpc(
                    books,
                    keys,
                    new ModelChanges(books, journal, egress, codecs, keys, drafts),
                    new ModelChecks(books, egress, keys, inventory, device, clock),
                    generator),
                new OllamaRpc(inventory, new Puller(egress, inventory, device), device),
                new ConsentRpc(books, journal, active, clock),
                new NetworkRpc(books, journal, active, guards, budgets, clock)));
  }

  /** Starts it; it is ready once the ledger has been read. */
  static Gateway start(Home home, Config config, Clock clock) {
    return new Gateway(home, config, clock).start();
  }

  @Override
  public void close() {
    active.cancel(_ -> true, Cancellation.Cause.STOPPING);
    server.close();
    books.close();
    codecs.close();
    egress.close();
    ledger.close();
  }

  private Gateway start() {
    server.readiness().set(LEDGER, false);
    books.onChange(this::changed);
    books.start();
    server.start();
    return this;
  }

  private void changed() {
    boolean level = books.isLevel();
    server.readiness().set(LEDGER, level);
    if (!level) {
      return;
    }
    if (firstLevel.getAndSet(false)) {
      new Results(journal).closeUnknown(books.read((now, _) -> now.network().open()));
    }
    // However a permission ended, what stands on it ends.
    active.cancel(
        call -> call.endsOffline() && books.read((now, _) -> now.network().mode()) == Mode.OFFLINE,
        Cancellation.Cause.OFFLINE);
    active.cancel(call -> books.read((now, _) -> hasLost(call, now)), Cancellation.Cause.REVOKED);
  }

  private static boolean hasLost(ActiveCalls.Registration call, Books now) {
    // One that is not there belongs to a history that was left.
    return call.consentId() != 0
        && now.consents()
            .get(call.consentId())
            .filter(consent -> consent.state() != Consent.State.REVOKED)
            .isEmpty();
  }
}
