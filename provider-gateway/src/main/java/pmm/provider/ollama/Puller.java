package pmm.provider.ollama;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.codec.PullReader;
import pmm.provider.codec.PullReader.Progress;
import pmm.provider.egress.EgressCall;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Outbound;
import pmm.provider.egress.Outcome;
import pmm.provider.egress.Proof;
import pmm.provider.egress.Signal;
import pmm.provider.egress.Spent;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.network.Cancellation;
import pmm.rpc.Problem;

/** Has an Ollama download models. */
public final class Puller {

  private final EgressClient egress;
  private final Inventory inventory;
  private final Servers servers;
  private final Device device;

  /** A puller over these parts. */
  public Puller(EgressClient egress, Inventory inventory, Device device) {
    this.egress = egress;
    this.inventory = inventory;
    this.servers = inventory.servers();
    this.device = device;
  }

  /** Who wants to know how a download goes. */
  public interface Listener {
    /** Comes once, first. */
    void room(Room room);

    /** How far it is, whenever that has changed. */
    void progress(Progress progress);

    /** Comes once, last: it is there. */
    void done(Inventory.Item item);
  }

  /**
   * Downloads a model, or what is missing of it.
   *
   * @param url the address of its Ollama, empty for that of the added model, else the usual one
   * @throws Problem if it may not be downloaded, does not fit, or breaks off
   * @throws CancellationException if the caller left
   */
  public void pull(
      String id, String url, String attemptId, Listener listener, Cancellation cancellation)
      throws InterruptedException {
    Model model = servers.named(id, url);
    Model server = servers.at(model.address().url());
    String name = model.providerModel();
    long size = Suggestion.size(name).orElse(0L);
    Room room = Room.in(device.modelsOf(server), size);
    listener.room(room);
    if (room.isTooSmall()) {
      throw noSpace(room, size);
    }
    Outbound outbound = Outbound.wordless(model, OllamaFacts.pull(name), "pull", attemptId);
    PullReader reader = new PullReader(size);
    EgressCall call = open(outbound, proof(server, name), cancellation);
    Outcome outcome = Outcome.CANCELLED;
    try {
      follow(call, reader, room, listener, cancellation);
      outcome = Outcome.DONE;
    } catch (Problem e) {
      outcome = Outcome.failed((ProviderReason) e.reason());
      throw told(model, server, e, reader);
    } finally {
      call.close(outcome, Spent.NOTHING);
    }
    listener.done(
        inventory
            .pulled(server, name, attemptId, cancellation)
            .orElseThrow(() ->
                new Problem(
                    ProviderReason.MODEL_NOT_FOUND,
                    "Ollama said that it has " + name + " now, and does not list it.")));
  }

  /** Whom a download reaches: an Ollama on this device asks its registry on our behalf. */
  private static Proof proof(Model server, String name) {
    boolean here = server.locality() == Locality.PROVED;
    String host = here ? OllamaFacts.registry(name) : server.address().host();
    return new Proof(Locality.REMOTE, host, "", 0);
  }

  private EgressCall open(Outbound outbound, Proof proof, Cancellation cancellation) {
    try {
      return egress.open(outbound, proof, cancellation);
    } catch (CancellationException e) {
      throw ended(cancellation);
    }
  }

  private static void follow(
      EgressCall call, PullReader reader, Room room, Listener listener, Cancellation cancellation)
      throws InterruptedException {
    Progress told = reader.progress();
    while (!reader.isWhole()) {
      Optional<Signal> signal = call.next(patience(reader.progress().phase()));
      if (cancellation.cause().isPresent()) {
        throw ended(cancellation);
      }
      feed(reader, signal);
      Optional<Failure> failure = reader.failure();
      if (failure.isPresent()) {
        throw call.clean(failure.get()).toProblem();
      }
      Progress now = reader.progress();
      if (told.totalBytes() == 0 && room.lacks(now.totalBytes() - now.doneBytes())) {
        throw noSpace(room, now.totalBytes() - now.doneBytes());
      }
      if (!now.equals(told)) {
        listener.progress(now);
        told = now;
      }
    }
  }

  private static void feed(PullReader reader, Optional<Signal> signal) {
    switch (signal.orElse(null)) {
      case Signal.Head head -> reader.head(head.head());
      case Signal.Data data -> reader.bytes(data.bytes());
      case Signal.End _ -> reader.end();
      case Signal.Broken broken -> throw broken.failure().toProblem();
      case null ->
          throw new Problem(
              ProviderReason.TIMED_OUT,
              "Ollama has not said a word for "
                  + patience(reader.progress().phase()).toMinutes()
                  + " minutes. Pull it again to go on where it stopped.");
    }
  }

  /** To check many gigabytes takes long, and Ollama says nothing meanwhile. */
  private static Duration patience(PullReader.Phase phase) {
    return switch (phase) {
      case STARTING -> Duration.ofMinutes(2);
      case DOWNLOADING -> Duration.ofMinutes(5);
      case VERIFYING -> Duration.ofMinutes(60);
    };
  }

  /** That Ollama itself is away is told with its fix. */
  private Problem told(Model model, Model server, Problem problem, PullReader reader) {
    boolean silent = problem.reason() == ProviderReason.UNREACHABLE && !reader.hasAnswer();
    String message = silent ? device.silent(server).message() : model.id() + ": " + problem.text();
    return new Problem(problem.reason(), message, problem.metadata());
  }

  private static RuntimeException ended(Cancellation cancellation) {
    return switch (cancellation.cause().orElse(Cancellation.Cause.CALLER)) {
      case CALLER -> new CancellationException();
      case OFFLINE ->
          new Problem(
              ProviderReason.WENT_OFFLINE,
              "Offline mode was switched on; what has arrived is kept, and a new download goes on"
                  + " from it. To go on, leave it: pmm offline off.");
      case REVOKED ->
          new Problem(
              ProviderReason.CONSENT_REVOKED,
              "What was allowed was taken back, and the download was stopped.");
      case STOPPING -> new Problem(ProviderReason.CUT_OFF, "The way out to models is stopping.");
    };
  }

  private static Problem noSpace(Room room, long needed) {
    return new Problem(
        ProviderReason.NO_SPACE,
        String.format(
            Locale.ROOT,
            "It needs %.1f GB, and %.1f GB are free in %s. Make room, or choose a smaller model.",
            needed / 1e9,
            room.freeBytes() / 1e9,
            room.folder()));
  }
}
