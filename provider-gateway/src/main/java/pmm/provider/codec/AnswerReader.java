package pmm.provider.codec;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/** Reads one answer in this process. */
public final class AnswerReader implements AnswerDecoder {

  private static final int MAX_DOCUMENT_BYTES = 4 << 20;
  private static final int MAX_ERROR_BYTES = 64 << 10;

  private final WireFormat format;
  private final EventList events = new EventList();
  private final Bytes document = new Bytes();
  private Mode mode = Mode.UNDECIDED;
  private ResponseHead head = new ResponseHead(200, Map.of());

  AnswerReader(WireFormat format) {
    this.format = format;
  }

  private enum Mode {
    /** No byte seen yet. */
    UNDECIDED,
    /** Line by line. */
    STREAM,
    /** One JSON document: an error, or an answer that does not stream. */
    DOCUMENT,
    /** All is said. */
    OVER
  }

  @Override
  public List<AnswerEvent> head(ResponseHead received) {
    head = received;
    if (!received.ok()) {
      mode = Mode.DOCUMENT;
    }
    return List.of();
  }

  @Override
  public List<AnswerEvent> bytes(byte[] chunk) {
    if (mode == Mode.UNDECIDED) {
      mode = firstMode(chunk);
    }
    switch (mode) {
      case UNDECIDED, OVER -> {}
      case DOCUMENT -> collect(chunk);
      case STREAM -> format.bytes(chunk, events);
    }
    return drain();
  }

  @Override
  public List<AnswerEvent> end() {
    switch (mode) {
      case OVER -> {}
      case DOCUMENT -> readDocument();
      case UNDECIDED, STREAM -> {
        format.end(events);
        if (!events.over()) {
          events.add(
              new Failed(
                  new Failure(
                      ProviderReason.CUT_OFF, "The connection ended before the answer did.")));
        }
      }
    }
    return drain();
  }

  @Override
  public void close() {}

  private Mode firstMode(byte[] chunk) {
    for (byte b : chunk) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        if (b == '<') {
          events.add(
              new Failed(
                  new Failure(
                      ProviderReason.ADDRESS_REFUSED,
                      "That address answers with a web page, not with a model: check --url.",
                      head.status(),
                      null)));
        }
        return b == '{' && !format.linesAreJson() ? Mode.DOCUMENT : Mode.STREAM;
      }
    }
    return Mode.UNDECIDED;
  }

  private void collect(byte[] chunk) {
    int limit = head.ok() ? MAX_DOCUMENT_BYTES : MAX_ERROR_BYTES;
    if (document.size() + chunk.length <= limit) {
      document.add(chunk, 0, chunk.length);
    } else if (head.ok()) {
      events.add(Failures.malformed("The answer is one document of more than 4 MiB."));
    } else {
      document.add(chunk, 0, limit - document.size());
      readDocument();
    }
  }

  private void readDocument() {
    String text = new String(document.take(), StandardCharsets.UTF_8);
    if (head.ok()) {
      format.document(text, events);
    } else {
      events.add(new Failed(Failures.ofStatus(head, text)));
    }
    if (!events.over()) {
      events.add(Failures.malformed("The answer holds neither words nor an error."));
    }
  }

  private List<AnswerEvent> drain() {
    if (events.over()) {
      mode = Mode.OVER;
    }
    return events.drain();
  }
}
