package pmm.mind.search;

import java.util.List;
import java.util.Map;
import pmm.mind.v1.PlaceKind;

/** Which kinds of events are found as which kind of place. */
final class PlaceKinds {
  private static final Map<PlaceKind, List<String>> KINDS =
      Map.of(
          PlaceKind.PLACE_KIND_PERSON,
          List.of("user_message"),
          PlaceKind.PLACE_KIND_ANSWER,
          List.of("assistant_message", "generation_stopped"),
          PlaceKind.PLACE_KIND_TOOL,
          List.of("tool_called", "tool_returned"),
          PlaceKind.PLACE_KIND_RECORD,
          List.of("imported_record"),
          PlaceKind.PLACE_KIND_SUMMARY,
          List.of("summary"),
          PlaceKind.PLACE_KIND_MEMORY,
          List.of("memory_kept", "memory_corrected"),
          PlaceKind.PLACE_KIND_NOTE,
          List.of("note"));

  private PlaceKinds() {}

  /** Returns the kinds of events to look for; those of all places if none are named. */
  static List<String> events(List<PlaceKind> asked) {
    return KINDS.entrySet().stream()
        .filter(each -> asked.isEmpty() || asked.contains(each.getKey()))
        .flatMap(each -> each.getValue().stream())
        .sorted()
        .toList();
  }

  static PlaceKind of(String eventKind) {
    return KINDS.entrySet().stream()
        .filter(each -> each.getValue().contains(eventKind))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(PlaceKind.PLACE_KIND_UNSPECIFIED);
  }
}
