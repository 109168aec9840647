package pmm.mind.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.EventDraft;
import pmm.mindstate.StateEvent;

/**
 * An event that is about to be written.
 *
 * @param kind what it records
 * @param content the words of its author; null if it has none
 * @param meta facts about it
 */
public record Draft(String kind, @Nullable String content, ObjectNode meta) {

  /** Returns an empty meta to fill. */
  public static ObjectNode facts() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns how the reducers will see it, under a number and a time that are only expected yet. */
  public StateEvent expectedAs(long id, long tsMs) {
    return new StateEvent(id, tsMs, kind, content, meta);
  }

  /**
   * Returns it as it travels. Bytes take less time on their way than text, whose length in bytes
   * would be counted first.
   */
  public EventDraft toProto() {
    EventDraft.Builder draft =
        EventDraft.newBuilder()
            .setKind(kind)
            .setMetaJsonBytes(ByteString.copyFromUtf8(meta.toString()));
    if (content != null) {
      draft.setContentBytes(ByteString.copyFromUtf8(content));
    }
    return draft.build();
  }
}
