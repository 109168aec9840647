package pmm.provider.codec;

import java.util.function.Consumer;

/**
 * Server-sent events: joins the data lines of an event; comments and other fields count for
 * nothing.
 */
final class SseReader {

  private static final String END_MARK = "[DONE]";

  private final LineSplitter lines = new LineSplitter();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean first = true;

  /** Hands the data of each event on; returns false once a line was longer than allowed. */
  boolean feed(byte[] chunk, Consumer<String> events) {
    return lines.feed(chunk, line -> line(line, events));
  }

  /** Hands on what has no blank line after it. */
  void end(Consumer<String> events) {
    lines.end(line -> line(line, events));
    dispatch(events);
  }

  private void line(String received, Consumer<String> events) {
    String line = first && received.startsWith("\uFEFF") ? received.substring(1) : received;
    first = false;
    if (line.isEmpty()) {
      dispatch(events);
    } else if (line.startsWith("data:")) {
      data(line.startsWith(" ", 5) ? line.substring(6) : line.substring(5), events);
    }
  }

  private void data(String value, Consumer<String> events) {
    if (hasData && data.length() + value.length() < LineSplitter.MAX_LINE_BYTES) {
      data.append('\n');
    }
    hasData = true;
    if (data.length() + value.length() <= LineSplitter.MAX_LINE_BYTES) {
      data.append(value);
    }
    // Servers keep the connection open after this mark, some without the blank line.
    if (value.strip().equals(END_MARK)) {
      dispatch(events);
    }
  }

  private void dispatch(Consumer<String> events) {
    if (hasData) {
      hasData = false;
      String event = data.toString();
      data.setLength(0);
      if (!event.isBlank()) {
        events.accept(event);
      }
    }
  }
}
