package pmm.mindfile;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The two parts of the search index. What stands aside is found by who looks for a place, and plays
 * no part where somebody asks what was said: neither as a hit nor in how rare a word is.
 */
enum Shelf {
  /** What a person or a model said, or what is kept of it. */
  TALK(
      "texts",
      List.of(
          "user_message",
          "assistant_message",
          "generation_stopped",
          "summary",
          "memory_proposed",
          "memory_kept",
          "memory_corrected",
          "note")),
  /**
   * What was imported and nobody said: what tools were given and gave back, documents, reasoning.
   */
  ASIDE("asides", List.of("tool_called", "tool_returned", "imported_record"));

  /** The word of everything that stands aside. */
  static final String ASIDE_WORD = "asideq";

  /** The column of the vocabulary that counts its texts. */
  final String column;

  final List<String> kinds;

  Shelf(String column, List<String> kinds) {
    this.column = column;
    this.kinds = kinds;
  }

  /** Where a kind of event stands; nowhere if the index does not hold it. */
  static Optional<Shelf> of(String kind) {
    return Stream.of(values()).filter(shelf -> shelf.kinds.contains(kind)).findFirst();
  }

  /** Which of {@code kinds} these shelves hold; all of theirs if none are named. */
  static List<String> held(Set<Shelf> shelves, Set<String> kinds) {
    return shelves.stream()
        .flatMap(shelf -> shelf.kinds.stream())
        .filter(kind -> kinds.isEmpty() || kinds.contains(kind))
        .toList();
  }

  /** A kind as one word, which no text's terms are mixed up with. */
  static String word(String kind) {
    return "kind" + kind.replace("_", "") + "q";
  }

  /** The kinds as a condition on what is looked for. */
  static String words(List<String> kinds) {
    return kinds.stream()
        .map(kind -> '"' + word(kind) + '"')
        .collect(Collectors.joining(" OR ", "facts : (", ")"));
  }
}
