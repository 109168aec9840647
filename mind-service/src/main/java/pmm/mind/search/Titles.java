package pmm.mind.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.contract.Requests;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;
import pmm.mind.v1.PlaceOrigin;
import pmm.mind.v1.SearchRequest;
import pmm.mindstate.Conversation;
import pmm.mindstate.Conversations;
import pmm.mindstate.StateEvent;

/** Finds conversations by what they are called. */
final class Titles {
  private static final int MOST = 10;

  private Titles() {}

  private record Titled(Conversation talk, Passage passage) {}

  /** Returns those whose titles match, the latest used first. */
  static List<Place> find(Conversations conversations, SearchRequest request) {
    TitleWords words = TitleWords.of(request.getText());
    List<Titled> found = new ArrayList<>();
    for (Map.Entry<String, Conversation> entry : conversations.all()) {
      Conversation talk = entry.getValue();
      Optional<Passage> passage =
          isAsked(talk, request) ? words.in(talk.title()) : Optional.empty();
      passage.ifPresent(match -> found.add(new Titled(talk, match)));
    }
    return found.stream()
        .sorted(
            Comparator.comparingLong((Titled each) -> each.talk().updateMs())
                .thenComparing(each -> each.talk().id())
                .reversed())
        .limit(MOST)
        .map(Titles::place)
        .toList();
  }

  private static boolean isAsked(Conversation talk, SearchRequest request) {
    return request.getConversationId().isEmpty()
        && (request.getOrigin() == PlaceOrigin.PLACE_ORIGIN_UNSPECIFIED
            || talk.imported() == (request.getOrigin() == PlaceOrigin.PLACE_ORIGIN_IMPORTED))
        && isWithin(talk.updateMs(), request);
  }

  private static boolean isWithin(long millis, SearchRequest request) {
    boolean known = millis != StateEvent.UNKNOWN_TIME;
    return (!request.hasFromTime() || (known && millis >= Requests.millis(request.getFromTime())))
        && (!request.hasToTime() || (known && millis < Requests.millis(request.getToTime())));
  }

  private static Place place(Titled titled) {
    Conversation talk = titled.talk();
    Place.Builder place =
        Place.newBuilder()
            .setKind(PlaceKind.PLACE_KIND_TITLE)
            .setConversationId(talk.id())
            .setConversationTitle(talk.title())
            .setSnippet(titled.passage().text())
            .addAllMatches(titled.passage().matches());
    Requests.setTime(place::setSaidTime, talk.updateMs());
    return place.build();
  }
}
