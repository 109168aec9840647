package pmm.provider.ollama;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.control.Books;
import pmm.provider.egress.EgressClient;
import pmm.provider.egress.Outbound;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.model.ModelAddress;
import pmm.provider.model.ModelBook;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.Cancellation;
import pmm.rpc.Problem;

/** Which models an Ollama has. */
public final class Inventory {

  private static final Duration FRESH = Duration.ofSeconds(15);
  private static final int MOST_ASKED_ABOUT = 200;

  private final Watched<Books> books;
  private final EgressClient egress;
  private final Servers servers;
  private final Device device;
  private final Cache<ModelAddress, List<OllamaFacts.Listed>> lists =
      Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(20).build();
  private final Cache<String, OllamaFacts.Shown> shownByDigest =
      Caffeine.newBuilder().maximumSize(1000).build();

  /** An inventory of what these reach. */
  public Inventory(Watched<Books> books, EgressClient egress, ModelDrafts drafts, Device device) {
    this.books = books;
    this.egress = egress;
    this.servers = new Servers(books, drafts);
    this.device = device;
  }

  /**
   * What an Ollama has.
   *
   * @param url the address that was asked
   * @param finding whether it answers, and why not
   * @param models by name
   */
  public record Found(String url, Finding finding, List<Item> models) {}

  /**
   * One model that is there.
   *
   * @param listed as Ollama lists it
   * @param modelId of the added model, else what it would be added as
   * @param added whether it was added
   * @param digestBefore the digest under which the added model was last used, if it is another
   * @param contextTokens its window, 0 if not said
   * @param locality where it runs
   * @param remoteHost whom Ollama forwards it to, empty if nobody
   */
  public record Item(
      OllamaFacts.Listed listed,
      String modelId,
      boolean added,
      String digestBefore,
      int contextTokens,
      Locality locality,
      String remoteHost) {}

  /**
   * Looks for an Ollama and its models, because the person asked.
   *
   * @param url its address, empty for the usual one
   * @throws Problem if it may not be asked
   */
  public Found find(String url, String attemptId, Cancellation cancellation)
      throws InterruptedException {
    Model server = servers.at(url);
    String address = server.address().url();
    try {
      List<Item> items =
          listed(server, attemptId, cancellation).stream()
              .limit(MOST_ASKED_ABOUT)
              .map(listed -> item(server, listed, cancellation))
              .sorted(Comparator.comparing((Item item) -> item.listed().name()))
              .toList();
      return new Found(address, Finding.READY, items);
    } catch (Problem e) {
      return new Found(address, finding(server, e), List.of());
    }
  }

  Servers servers() {
    return servers;
  }

  /** A model that an Ollama has just said it has; nothing if it does not list it. */
  Optional<Item> pulled(Model server, String name, String attemptId, Cancellation cancellation)
      throws InterruptedException {
    lists.invalidate(server.address());
    String tagged = OllamaFacts.tagged(name);
    if (server.locality() != Locality.PROVED) {
      // Its list would be another use of the network, which nobody was asked about.
      return Optional.of(item(server, OllamaFacts.Listed.named(tagged), cancellation));
    }
    return listed(server, attemptId, cancellation).stream()
        .filter(listed -> listed.name().equals(tagged))
        .findFirst()
        .map(listed -> item(server, listed, cancellation));
  }

  /**
   * What is in the way of asking a server; throws what is the person's own will, or the ledger's.
   */
  Finding finding(Model server, Problem problem) {
    if (!(problem.reason() instanceof ProviderReason reason)) {
      throw problem;
    }
    return switch (reason) {
      case UNREACHABLE -> device.silent(server);
      case CONSENT_REQUIRED, OFFLINE, CONSENT_REVOKED, LEDGER_AWAY, INVALID_FIELD -> throw problem;
      default ->
          new Finding(Finding.State.FAILED, server.address().authority() + ": " + problem.text());
    };
  }

  private List<OllamaFacts.Listed> listed(Model server, String attemptId, Cancellation cancellation)
      throws InterruptedException {
    List<OllamaFacts.Listed> known = lists.getIfPresent(server.address());
    if (known != null) {
      return known;
    }
    List<OllamaFacts.Listed> asked =
        OllamaFacts.readTags(tags(server, attemptId, cancellation))
            .orElseThrow(
                () -> new Problem(ProviderReason.MALFORMED, "It does not answer as Ollama does."));
    lists.put(server.address(), asked);
    return asked;
  }

  private byte[] tags(Model server, String attemptId, Cancellation cancellation)
      throws InterruptedException {
    if (server.locality() == Locality.PROVED) {
      return egress.askHere(server, OllamaFacts.tags(), cancellation);
    }
    Outbound outbound = Outbound.wordless(server, OllamaFacts.tags(), "list", attemptId);
    return Whole.body(egress.open(outbound, cancellation));
  }

  private Item item(Model server, OllamaFacts.Listed listed, Cancellation cancellation) {
    Optional<OllamaFacts.Shown> shown = shown(server, listed, cancellation);
    String forwarded =
        listed.remoteHost().isEmpty()
            ? shown.map(OllamaFacts.Shown::remoteHost).orElse("")
            : listed.remoteHost();
    boolean here = server.locality() == Locality.PROVED && forwarded.isEmpty();
    Optional<Model> added = books.read((now, _) -> added(now.models(), server, listed.name()));
    String before =
        added.map(model -> books.read((now, _) -> now.models().lastDigest(model.id()))).orElse("");
    return new Item(
        listed,
        added.map(Model::id).orElse("ollama:" + listed.name()),
        added.isPresent(),
        listed.digest().isEmpty() || before.equals(listed.digest()) ? "" : before,
        shown.map(OllamaFacts.Shown::contextTokens).orElse(0),
        here ? Locality.PROVED : Locality.REMOTE,
        forwarded);
  }

  /** What a server on this device says of a model; elsewhere each question would be a use more. */
  private Optional<OllamaFacts.Shown> shown(
      Model server, OllamaFacts.Listed listed, Cancellation cancellation) {
    if (server.locality() != Locality.PROVED) {
      return Optional.empty();
    }
    OllamaFacts.Shown known = shownByDigest.getIfPresent(listed.digest());
    if (known != null) {
      return Optional.of(known);
    }
    try {
      Optional<OllamaFacts.Shown> shown =
          OllamaFacts.readShown(
              egress.askHere(server, OllamaFacts.show(listed.name()), cancellation));
      shown
          .filter(_ -> !listed.digest().isEmpty())
          .ifPresent(facts -> shownByDigest.put(listed.digest(), facts));
      return shown;
    } catch (Problem e) {
      // Removed since it was listed, perhaps; the others are not to suffer.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Model> added(ModelBook models, Model server, String name) {
    return models.after("").stream()
        .filter(model -> model.address().equals(server.address()))
        .filter(model -> OllamaFacts.tagged(model.providerModel()).equals(name))
        .findFirst();
  }
}
