package pmm.mindstate.transcript;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/**
 * All conversations as ChatGPT exports them in conversations.json, which many programs read. As
 * there, all but ASCII is escaped.
 */
public final class ChatGptWriter implements Transcripts.Sink {
  private final JsonGenerator json;

  /** The stream is flushed and left open. */
  public ChatGptWriter(OutputStream out) throws IOException {
    json = DocumentWriter.MAPPER.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.enable(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature());
  }

  @Override
  public void begin(long throughEventId) throws IOException {
    json.writeStartArray();
  }

  @Override
  public void conversation(ObjectNode talk) throws IOException {
    write(new ChatGptConversation(talk).toJson());
  }

  /**
   * Folders and the like stand among ChatGPT's conversations, and some in which nothing was said.
   */
  @Override
  public void other(ObjectNode other) throws IOException {
    JsonNode kept = RawJson.read(other.path("raw"));
    switch (other.path("record").asText()) {
      case "chatgpt.entry" -> {
        JsonNode entry = kept.isMissingNode() ? RawJson.read(other.path("text").asText()) : kept;
        if (entry.isContainerNode()) {
          write(entry);
        }
      }
      case "empty_conversation" -> {
        if (ChatGptConversation.isTheirs(other)) {
          write(ChatGptConversation.empty(other, kept));
        }
      }
      default -> {}
    }
  }

  private void write(JsonNode entry) throws IOException {
    json.writeRaw('\n');
    DocumentWriter.MAPPER.writeTree(json, entry);
  }

  @Override
  public void end() throws IOException {
    json.writeEndArray();
    json.writeRaw('\n');
    json.flush();
  }
}
