package pmm.mind.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.SearchHit;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;
import pmm.mindstate.Conversation;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;
import pmm.mindstate.StateEvent;

/** Tells of each hit what it is and where it is shown. */
final class Places {
  /** What stands in the place of "details" in what people are told. */
  private static final String SOURCES = "sources";

  private static final String DETAILS = "details";

  /** By which an event that is no message names the one at which it is shown, the nearest first. */
  private static final List<String> BESIDE = List.of("parent", "message", "through", "source");

  private final MindState mind;
  private final EventReader reader;
  private final Map<String, Set<Long>> shown = new HashMap<>();

  Places(MindState mind, EventReader reader) {
    this.mind = mind;
    this.reader = reader;
  }

  /** Returns the place of a hit; nothing of what the mind has not taken in, or does not hold. */
  Optional<Place> of(SearchHit hit) {
    StateEvent event = Events.toState(hit.getEvent());
    PlaceKind kind = PlaceKinds.of(event.kind());
    boolean stands =
        kind != PlaceKind.PLACE_KIND_MEMORY
            || mind.memories().today(event.id()).filter(now -> now.id() == event.id()).isPresent();
    if (event.id() > mind.through() || !stands) {
      return Optional.empty();
    }
    Passage passage = Passage.marked(hit.getSnippet());
    boolean details = event.text("record").equals(DETAILS);
    StateEvent about = details ? described(event, passage).orElse(event) : event;
    Place.Builder place =
        Place.newBuilder()
            .setKind(kind)
            .setEventId(about.id())
            .setRecord(details ? SOURCES : event.text("record"))
            .setModelId(model(about))
            .setTimeGuessed(about.meta().path("source").path("time_guessed").asBoolean())
            .setSource(about.meta().path("source").path("format").asText())
            .setSnippet(passage.text())
            .addAllMatches(passage.matches());
    Requests.setTime(place::setSaidTime, about.saidMs());
    setConversation(place, about);
    return Optional.of(place.build());
  }

  /** Returns the event whose details hold the words that match: the first one that has most. */
  private Optional<StateEvent> described(StateEvent details, Passage passage) {
    List<Long> sources = details.references("source");
    // Long details are cut, and the parts are no JSON by themselves: they tell of one event.
    JsonNode list =
        reader
            .find(details.id())
            .flatMap(event -> Events.json(event.getContent()))
            .orElse(MissingNode.getInstance());
    int best = 0;
    long most = -1;
    for (int i = 0; i < Math.min(list.size(), sources.size()); i++) {
      String item = list.path(i).toString();
      long held = passage.words().stream().filter(item::contains).count();
      if (held > most) {
        most = held;
        best = i;
      }
    }
    return sources.isEmpty()
        ? Optional.empty()
        : reader.find(sources.get(best)).map(Events::toState);
  }

  private static String model(StateEvent event) {
    String elsewhere = event.meta().path("source").path("model").asText();
    return elsewhere.isEmpty() ? event.text("model_id") : elsewhere;
  }

  private void setConversation(Place.Builder place, StateEvent event) {
    Optional<Conversation> talk = mind.conversations().find(event.text("conversation_id"));
    if (talk.isEmpty()) {
      return;
    }
    long message = message(talk.get(), event);
    place
        .setConversationId(talk.get().id())
        .setConversationTitle(talk.get().title())
        .setMessageEventId(message)
        .setOnShownBranch(message > 0 && shown(talk.get()).contains(message));
  }

  private static long message(Conversation talk, StateEvent event) {
    if (talk.node(event.id()) != null) {
      return event.id();
    }
    for (String role : BESIDE) {
      long beside = event.reference(role);
      if (talk.node(beside) != null) {
        return beside;
      }
    }
    return 0;
  }

  private Set<Long> shown(Conversation talk) {
    return shown.computeIfAbsent(
        talk.id(),
        id -> {
          Set<Long> branch = new HashSet<>();
          @Nullable Node node = talk.node(talk.leaf());
          while (node != null && branch.add(node.id())) {
            node = talk.node(node.parent());
          }
          return branch;
        });
  }
}
