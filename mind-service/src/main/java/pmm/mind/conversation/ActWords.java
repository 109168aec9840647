package pmm.mind.conversation;

import java.util.List;
import pmm.ledger.v1.Event;
import pmm.mind.context.Source;
import pmm.mindstate.MarkerParser;
import pmm.mindstate.Words;

/**
 * What an answer without a word to show did instead, in a plain sentence. It is made from the
 * events whenever it is shown: what is kept of an answer are its own words alone.
 */
final class ActWords {
  private static final int LONGEST = 200;

  private ActWords() {}

  /** Returns the sentence; empty for an answer with words, and for one that did nothing. */
  static String of(Event outcome, List<Event> followed) {
    boolean silent =
        outcome.getKind().equals(Outcomes.Kind.ANSWERED.event)
            && !outcome.getContentForgotten()
            && MarkerParser.visible(outcome.getContent()).isBlank();
    List<String> acts =
        silent
            ? followed.stream().map(ActWords::act).filter(act -> !act.isEmpty()).distinct().toList()
            : List.of();
    return acts.isEmpty() ? "" : "It wrote no words, but it " + joined(acts) + ".";
  }

  private static String act(Event event) {
    return switch (event.getKind()) {
      case "commitment_opened" -> "promised " + quoted(event);
      case "commitment_closed" -> "called a promise kept";
      case "memory_proposed" -> "would remember " + quoted(event);
      case "claim_recorded" -> "said of itself " + quoted(event);
      case "reflection" -> "looked back";
      default -> "";
    };
  }

  private static String quoted(Event event) {
    String words = event.getContentForgotten() ? Source.FORGOTTEN : event.getContent();
    return "“" + Words.first(words, LONGEST) + "”";
  }

  private static String joined(List<String> acts) {
    int last = acts.size() - 1;
    return last == 0
        ? acts.getFirst()
        : String.join(", ", acts.subList(0, last)) + " and " + acts.get(last);
  }
}
