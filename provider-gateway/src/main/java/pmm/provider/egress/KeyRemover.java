package pmm.provider.egress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.codec.AnswerEvent.Reasoning;
import pmm.provider.codec.AnswerEvent.Text;
import pmm.provider.codec.AnswerEvent.ToolCall;
import pmm.provider.codec.AnswerEvent.Usage;
import pmm.provider.failure.Failure;

/**
 * Takes the key of a call out of all that is handed on of its answer: a server that was given it
 * may repeat it. Words are taken apart as they stream: the key is found however it is split.
 */
final class KeyRemover {

  /** A shorter key keeps no secret, and may be a word of any answer. */
  private static final int SHORTEST = 8;

  private final String key;
  private final KeyForms forms;
  // Of each thing that grows, by its piece without words, in the order of their beginnings.
  private final Map<AnswerEvent, KeylessText> growing = new LinkedHashMap<>();

  KeyRemover(String key) {
    this.key = key;
    forms = new KeyForms(key);
  }

  /** The events without the key; the end of a piece that may be its beginning comes later. */
  List<AnswerEvent> clean(List<AnswerEvent> events) {
    if (key.isEmpty()) {
      return events;
    }
    List<AnswerEvent> clean = new ArrayList<>();
    for (AnswerEvent event : events) {
      if (event.last()) {
        growing.forEach((empty, text) -> add(clean, with(empty, text.rest())));
      }
      add(clean, clean(event));
    }
    return clean;
  }

  /** The failure without the key, whole, nearly whole or in base64. */
  Failure clean(Failure failure) {
    return failure.with(forms.removed(failure.message()));
  }

  private AnswerEvent clean(AnswerEvent event) {
    return switch (event) {
      case Text(String text) -> with(event, next(new Text(""), text));
      case Reasoning(String text) -> with(event, next(new Reasoning(""), text));
      case ToolCall call -> {
        String arguments = next(new ToolCall(call.index(), "", "", ""), call.arguments());
        yield new ToolCall(call.index(), whole(call.callId()), whole(call.name()), arguments);
      }
      case Failed(Failure why) -> new Failed(clean(why));
      case Usage _, Ended _ -> event;
    };
  }

  private String next(AnswerEvent empty, String piece) {
    return key.length() < SHORTEST
        ? piece
        : growing.computeIfAbsent(empty, _ -> new KeylessText(key)).next(piece);
  }

  private String whole(String text) {
    return key.length() < SHORTEST ? text : text.replace(key, KeylessText.REMOVED);
  }

  private static AnswerEvent with(AnswerEvent event, String words) {
    return switch (event) {
      case Text _ -> new Text(words);
      case Reasoning _ -> new Reasoning(words);
      case ToolCall call -> new ToolCall(call.index(), call.callId(), call.name(), words);
      case Usage _, Ended _, Failed _ -> event;
    };
  }

  /** Leaves out what became empty. */
  private static void add(List<AnswerEvent> events, AnswerEvent event) {
    boolean empty =
        switch (event) {
          case Text(String text) -> text.isEmpty();
          case Reasoning(String text) -> text.isEmpty();
          case ToolCall call ->
              call.arguments().isEmpty() && call.callId().isEmpty() && call.name().isEmpty();
          case Usage _, Ended _, Failed _ -> false;
        };
    if (!empty) {
      events.add(event);
    }
  }
}
