package pmm.provider.ollama;

import java.util.Optional;
import pmm.provider.control.Books;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Watched;
import pmm.provider.model.Api;
import pmm.provider.model.Locality;
import pmm.provider.model.Model;
import pmm.provider.model.ModelAddress;
import pmm.provider.model.ModelDrafts;
import pmm.rpc.Problem;

/** Which Ollama is meant. */
final class Servers {

  private static final String OWN = "ollama:";

  private final Watched<Books> books;
  private final ModelDrafts drafts;

  Servers(Watched<Books> books, ModelDrafts drafts) {
    this.books = books;
    this.drafts = drafts;
  }

  /**
   * The Ollama at an address, as a model without a name. Elsewhere than on this device it must be
   * one that the person has added a model of: nothing else is probed.
   *
   * @param url empty for the usual one
   */
  Model at(String url) {
    Model server = nameless(draft(OWN + "any", url));
    if (server.locality() != Locality.PROVED && !isAdded(server.address())) {
      throw invalid(
          "url: " + url + " (expected: an Ollama on this device, or that of an added model)",
          "url");
    }
    return server;
  }

  /**
   * The model that is meant by an id, added or not.
   *
   * @param url its Ollama's address, empty for that of the added model, else the usual one
   */
  Model named(String id, String url) {
    Optional<Model> added = books.read((now, _) -> now.models().get(id));
    if (added.isPresent() && url.isEmpty()) {
      return pinned(ofOllama(added.get()));
    }
    if (!id.startsWith(OWN)) {
      throw invalid("model_id: " + id + " (expected: ollama:NAME, or an added model)", "model_id");
    }
    Model drafted = draft(id, url);
    Model _ = at(drafted.address().url());
    return drafted;
  }

  private static Model ofOllama(Model model) {
    if (model.api() != Api.OLLAMA) {
      throw invalid(
          "model_id: " + model.id() + " (expected: a model of an Ollama; others have no downloads)",
          "model_id");
    }
    return model;
  }

  private Model draft(String id, String url) {
    try {
      return pinned(drafts.model(new ModelDrafts.Draft(id, "", url, "", 0, false, "", "", "")));
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw invalid(message, message.startsWith("url") ? "url" : "model_id");
    }
  }

  /** What was pinned for one model of a host holds for all that is asked there. */
  private Model pinned(Model model) {
    return model.with(books.read((now, _) -> now.models().pinsAt(model.address())));
  }

  private boolean isAdded(ModelAddress address) {
    return books.read((now, _) -> now.models().after("")).stream()
        .anyMatch(model -> model.api() == Api.OLLAMA && model.address().equals(address));
  }

  /** A server belongs to no model: its calls are recorded without one. */
  private static Model nameless(Model any) {
    return new Model(
        "",
        any.api(),
        any.address(),
        any.addressClass(),
        any.locality(),
        "",
        "",
        any.contextTokens(),
        false,
        "",
        any.pins(),
        0);
  }

  private static Problem invalid(String message, String field) {
    return new Problem(ProviderReason.INVALID_FIELD, message).inField(field);
  }
}
