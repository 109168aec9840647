package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pmm.mind.v1.MatchedRange;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;

/** Places that were found, as a person reads them: those of one conversation beneath its title. */
final class PlaceLines {
  private final Screen screen;

  PlaceLines(Screen screen) {
    this.screen = screen;
  }

  void show(List<Place> places) {
    Map<String, List<Place>> talks = new LinkedHashMap<>();
    for (Place place : places) {
      talks.computeIfAbsent(place.getConversationId(), id -> new ArrayList<>()).add(place);
    }
    talks.forEach((id, found) -> {
      screen.result(heading(id, found));
      screen.table(
          found.stream()
              .filter(place -> place.getKind() != PlaceKind.PLACE_KIND_TITLE)
              .map(this::row)
              .toList());
    });
  }

  private String heading(String id, List<Place> found) {
    if (id.isEmpty()) {
      return screen.bold("In no conversation");
    }
    Place first = found.getFirst();
    String title =
        first.getKind() == PlaceKind.PLACE_KIND_TITLE
            ? marked(first)
            : screen.bold(Text.oneLine(first.getConversationTitle()));
    return (title.isBlank() ? screen.bold("Untitled") : title) + "  " + screen.dim(id);
  }

  private List<String> row(Place place) {
    return List.of(
        String.format(Locale.ROOT, "%8d", place.getEventId()),
        time(place),
        screen.dim(who(place)),
        marked(place));
  }

  private static String time(Place place) {
    if (!place.hasSaidTime()) {
      return "time unknown";
    }
    return (place.getTimeGuessed() ? "about " : "") + When.minute(place.getSaidTime());
  }

  /** Who said it, or what it is; of imported words also from where. */
  private static String who(Place place) {
    String kind =
        switch (place.getKind()) {
          case PLACE_KIND_PERSON -> "you";
          case PLACE_KIND_ANSWER -> place.getSource().isEmpty() ? "the mind" : "its answer";
          case PLACE_KIND_TOOL -> "tool";
          case PLACE_KIND_RECORD -> Text.oneLine(place.getRecord());
          case PLACE_KIND_SUMMARY -> "summary";
          case PLACE_KIND_MEMORY -> "memory";
          case PLACE_KIND_NOTE -> "note";
          case PLACE_KIND_TITLE, PLACE_KIND_UNSPECIFIED, UNRECOGNIZED -> "";
        };
    return place.getSource().isEmpty() ? kind : kind + ", " + Text.oneLine(place.getSource());
  }

  private String marked(Place place) {
    StringBuilder line = new StringBuilder();
    String text = place.getSnippet();
    int at = 0;
    for (MatchedRange match : place.getMatchesList()) {
      line.append(Text.safe(text.substring(at, match.getStart())));
      line.append(screen.bold(Text.safe(text.substring(match.getStart(), match.getEnd()))));
      at = match.getEnd();
    }
    return line.append(Text.safe(text.substring(at))).toString().replaceAll("\\s", " ");
  }
}
