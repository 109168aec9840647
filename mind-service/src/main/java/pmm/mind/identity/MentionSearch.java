package pmm.mind.identity;

import java.util.List;
import java.util.TreeSet;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.EventReader;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.History;
import pmm.mind.v1.FindMentionsResponse;
import pmm.mind.v1.Mention;
import pmm.mind.v1.Mention.Relation;
import pmm.mindstate.Mentions;
import pmm.mindstate.StateEvent;
import pmm.mindstate.Words;
import pmm.rpc.Problem;

/** What else holds words that are about to be forgotten. */
final class MentionSearch {
  private static final int MOST_EVENTS = 3000;
  private static final int MOST_FOUND = 2000;
  private static final int LONGEST_TEXT = 500;

  private final History history;
  private final EventReader reader;

  MentionSearch(History history, EventReader reader) {
    this.history = history;
    this.reader = reader;
  }

  FindMentionsResponse find(List<Long> ids) {
    if (ids.isEmpty() || ids.size() > MOST_EVENTS) {
      throw Requests.bad("event_ids", ids.size() + " events", "1 to " + MOST_EVENTS);
    }
    List<StateEvent> named = new TreeSet<>(ids).stream().map(this::event).toList();
    Mentions.Found found = Mentions.find(named, history::each);
    FindMentionsResponse.Builder response =
        FindMentionsResponse.newBuilder()
            .setGivenCount(found.givenCount())
            .setTruncated(found.mentions().size() > MOST_FOUND);
    found.mentions().stream()
        .limit(MOST_FOUND)
        .map(mention -> proto(mention, mention.event().words().orElse("")))
        .forEach(response::addMentions);
    found
        .given()
        .forEach(mention ->
            response.addMentions(proto(mention, event(mention.event().id()).words().orElse(""))));
    return response.build();
  }

  private StateEvent event(long id) {
    return reader
        .find(id)
        .map(Events::toState)
        .orElseThrow(
            () -> new Problem(MindReason.MESSAGE_NOT_FOUND, "event_ids: there is no event " + id));
  }

  private static Mention proto(Mentions.Mention mention, String text) {
    return Mention.newBuilder()
        .setEventId(mention.event().id())
        .setKind(mention.event().kind())
        .setText(Words.first(text, LONGEST_TEXT))
        .setRelation(
            switch (mention.relation()) {
              case MEMORY -> Relation.RELATION_MEMORY;
              case WORDS -> Relation.RELATION_WORDS;
              case DERIVED -> Relation.RELATION_DERIVED;
              case SIBLING -> Relation.RELATION_SIBLING;
              case GIVEN -> Relation.RELATION_GIVEN;
            })
        .setOfEventId(mention.ofEventId())
        .build();
  }
}
