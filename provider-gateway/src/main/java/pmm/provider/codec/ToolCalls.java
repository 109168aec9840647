package pmm.provider.codec;

import java.util.ArrayList;
import java.util.List;
import pmm.provider.codec.AnswerEvent.ToolCall;

/**
 * The tool calls of one answer, numbered from 0. Id and name are handed on once, however often a
 * server repeats them.
 */
final class ToolCalls {

  private static final int MOST = 128;
  private static final int LONGEST_NAME = 256;

  private final List<Call> calls = new ArrayList<>();

  private static final class Call {
    private final CleanText arguments = new CleanText();
    private String id = "";
    private String name = "";
  }

  int count() {
    return calls.size();
  }

  /** The number of the call with this id; -1 if there is none. */
  int withId(String id) {
    for (int number = 0; number < calls.size(); number++) {
      if (!id.isEmpty() && calls.get(number).id.equals(id)) {
        return number;
      }
    }
    return -1;
  }

  /** Whether the id is given, and not that of this call. */
  boolean isOther(int number, String id) {
    String known = calls.get(number).id;
    return !id.isEmpty() && !known.isEmpty() && !known.equals(id);
  }

  /** A piece of a call; the number after the last one begins the next. */
  void piece(int number, String id, String name, String arguments, EventList events) {
    if (number >= MOST || id.length() > LONGEST_NAME || name.length() > LONGEST_NAME) {
      events.add(
          Failures.malformed("The answer calls more tools, or longer names, than there can be."));
      return;
    }
    boolean begins = number == calls.size();
    if (begins) {
      calls.add(new Call());
    }
    Call call = calls.get(number);
    String newId = call.id.isEmpty() ? CleanText.whole(id) : "";
    String newName = call.name.isEmpty() ? CleanText.whole(name) : "";
    call.id += newId;
    call.name += newName;
    String more = call.arguments.clean(arguments);
    if (begins || !newId.isEmpty() || !newName.isEmpty() || !more.isEmpty()) {
      events.add(new ToolCall(number, newId, newName, more));
    }
  }
}
