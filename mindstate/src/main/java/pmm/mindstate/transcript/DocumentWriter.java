package pmm.mindstate.transcript;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/** Everything as one JSON document, as docs/conversation-export.md describes it. */
public final class DocumentWriter implements Transcripts.Sink {
  /** The form, by its name. */
  public static final String FORMAT = "pmm-conversations/1";

  static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamWriteConstraints(
                  StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
              .build());

  private final JsonGenerator json;
  private boolean inOthers;

  /** Writes in UTF-8. The stream is flushed and left open. */
  public DocumentWriter(OutputStream out) throws IOException {
    json = MAPPER.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  @Override
  public void begin(long throughEventId) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeNumberField("through_event_id", throughEventId);
    json.writeArrayFieldStart("conversations");
  }

  @Override
  public void conversation(ObjectNode talk) throws IOException {
    writeOnALine(talk);
  }

  @Override
  public void other(ObjectNode other) throws IOException {
    beginOthers();
    writeOnALine(other);
  }

  private void beginOthers() throws IOException {
    if (!inOthers) {
      json.writeEndArray();
      json.writeArrayFieldStart("others");
      inOthers = true;
    }
  }

  private void writeOnALine(ObjectNode value) throws IOException {
    json.writeRaw('\n');
    MAPPER.writeTree(json, value);
  }

  @Override
  public void end() throws IOException {
    beginOthers();
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
