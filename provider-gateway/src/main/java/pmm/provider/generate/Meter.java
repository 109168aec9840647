package pmm.provider.generate;

import java.nio.charset.StandardCharsets;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Reasoning;
import pmm.provider.codec.AnswerEvent.Text;
import pmm.provider.codec.AnswerEvent.ToolCall;

/** Counts what an answer holds, and cuts it at what an answer may have. */
final class Meter {

  static final int MOST_BYTES = 1 << 20;
  private static final int BYTES_A_TOKEN = 4;

  private int bytes;

  /** As much of a piece as still fits; the same piece if all of it does. */
  AnswerEvent fit(AnswerEvent piece) {
    return switch (piece) {
      case Text(String text) -> {
        String fitting = fit(text);
        yield fitting.length() == text.length() ? piece : new Text(fitting);
      }
      case Reasoning(String text) -> {
        String fitting = fit(text);
        yield fitting.length() == text.length() ? piece : new Reasoning(fitting);
      }
      case ToolCall call -> {
        String fitting = fit(call.arguments());
        yield fitting.length() == call.arguments().length()
            ? piece
            : new ToolCall(call.index(), call.callId(), call.name(), fitting);
      }
      case AnswerEvent.Usage _, AnswerEvent.Ended _, AnswerEvent.Failed _ -> piece;
    };
  }

  boolean full() {
    return bytes >= MOST_BYTES;
  }

  /** A guess for providers that do not count. */
  AnswerEvent.Usage estimate(int promptBytes) {
    return new AnswerEvent.Usage(
        Math.ceilDiv(promptBytes, BYTES_A_TOKEN), Math.ceilDiv(bytes, BYTES_A_TOKEN));
  }

  private String fit(String text) {
    int size = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes + size <= MOST_BYTES) {
      bytes += size;
      return text;
    }
    int left = MOST_BYTES - bytes;
    int end = 0;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      int width = codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (width > left) {
        break;
      }
      left -= width;
      end += Character.charCount(codePoint);
    }
    bytes = MOST_BYTES;
    return text.substring(0, end);
  }
}
