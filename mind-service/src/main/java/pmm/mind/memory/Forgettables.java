package pmm.mind.memory;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.SearchHit;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.v1.FindForgettableRequest;
import pmm.mind.v1.FindForgettableResponse;
import pmm.mind.v1.Forgettable;
import pmm.mindstate.Conversation;
import pmm.mindstate.ForgetGrammar;
import pmm.mindstate.MindState;
import pmm.mindstate.Node;
import pmm.mindstate.Words;
import pmm.rpc.Problem;

/** Finds what a person may want forgotten, so that the person can say so: it forgets nothing. */
final class Forgettables {
  private static final List<String> KINDS =
      List.of("user_message", "memory_proposed", "memory_kept", "memory_corrected", "note");
  private static final int HITS = 100;
  private static final int MOST = 200;
  private static final int LONGEST_TEXT = 500;

  private final Ledger ledger;
  private final EventReader reader;
  private final MemoryTimeline timeline;

  Forgettables(Ledger ledger, EventReader reader, MemoryTimeline timeline) {
    this.ledger = ledger;
    this.reader = reader;
    this.timeline = timeline;
  }

  FindForgettableResponse find(MindState mind, FindForgettableRequest request) {
    return switch (request.getWishCase()) {
      case MEMORY_ID -> found(ofMemory(mind, request.getMemoryId())).build();
      case QUERY -> found(about(Requests.words("query", request.getQuery()), 0)).build();
      case USER_EVENT_ID -> asked(mind, request.getUserEventId());
      case WISH_NOT_SET -> throw Requests.bad("wish", "nothing", "what is to be forgotten");
    };
  }

  private FindForgettableResponse asked(MindState mind, long messageId) {
    Event message =
        reader
            .find(messageId)
            .filter(event -> event.getKind().equals("user_message"))
            .orElseThrow(() ->
                new Problem(
                    MindReason.MESSAGE_NOT_FOUND,
                    "user_event_id: " + messageId + " is no message of the person"));
    String about = ForgetGrammar.asked(message.getContent()).orElse(null);
    if (about == null) {
      return FindForgettableResponse.getDefaultInstance();
    }
    Set<Long> ids = about.isEmpty() ? before(mind, message) : about(about, messageId);
    if (!ids.isEmpty() && !about.isEmpty()) {
      // "Forget that I live in Porto" says it once more.
      ids.add(messageId);
    }
    return found(ids).setAsked(true).setAbout(about).build();
  }

  /** All that a memory was, is and became, and what the person said that it came from. */
  private Set<Long> ofMemory(MindState mind, long memoryId) {
    MemoryActs.find(mind.memories(), memoryId);
    Set<Long> ids = new TreeSet<>();
    for (Event step : timeline.events(mind.memories(), memoryId)) {
      ids.add(step.getEventId());
      long source = Events.meta(step).path("source_event_id").asLong();
      boolean told =
          reader
              .find(source)
              .filter(event -> event.getKind().equals("user_message"))
              .filter(event -> Words.holds(event.getContent(), step.getContent()))
              .isPresent();
      if (told) {
        ids.add(source);
      }
    }
    return ids;
  }

  /** What the person said right before, and what came of it. */
  private static Set<Long> before(MindState mind, Event message) {
    String id = Events.meta(message).path("conversation_id").asText();
    Set<Long> ids = new TreeSet<>();
    Conversation talk = mind.conversations().find(id).orElse(null);
    Node node = talk == null ? null : talk.node(message.getEventId());
    while (talk != null && node != null) {
      node = talk.node(node.parent());
      if (node != null) {
        ids.addAll(node.notes());
        if (node.fromPerson()) {
          ids.add(node.id());
          return ids;
        }
      }
    }
    return ids;
  }

  /** What holds all of the words. */
  private Set<Long> about(String words, long but) {
    Set<Long> ids = new TreeSet<>();
    for (SearchHit hit : ledger.search(words, KINDS, HITS).getHitsList()) {
      Event event = hit.getEvent();
      if (event.getEventId() != but && Words.tellsOf(event.getContent(), words)) {
        ids.add(event.getEventId());
      }
    }
    return ids;
  }

  private FindForgettableResponse.Builder found(Set<Long> ids) {
    FindForgettableResponse.Builder response = FindForgettableResponse.newBuilder();
    ids.stream()
        .map(id -> reader.find(id).orElse(null))
        .filter(Objects::nonNull)
        .filter(Event::hasContent)
        .limit(MOST)
        .forEach(event ->
            response.addCandidates(
                Forgettable.newBuilder()
                    .setEventId(event.getEventId())
                    .setKind(event.getKind())
                    .setText(Words.first(event.getContent(), LONGEST_TEXT))
                    .setCreateTime(event.getCreateTime())));
    return response;
  }
}
