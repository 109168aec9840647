package pmm.mind.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pmm.ledger.v1.Event;
import pmm.mind.contract.MindReason;
import pmm.mind.generation.Speaker;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.WriteOrder;
import pmm.mindstate.MindState;
import pmm.mindstate.Models;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.Model;
import pmm.provider.v1.ModelServiceGrpc;
import pmm.provider.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import pmm.rpc.Problem;

/**
 * Which model the mind speaks through. A switch is an event, and changes nothing that the mind is.
 */
public final class ModelSelection {
  private static final Logger log = LoggerFactory.getLogger(ModelSelection.class);
  private static final String SELECTED = "model_selected";
  private static final String DRIFT = "digest_drift";
  private static final Models.Ref VOICE =
      new Models.Ref(Models.BUILT_IN, "pmm-voice/1", "declared");

  private final Ledger ledger;
  private final MindKeeper keeper;
  private final WriteOrder order;
  private final ModelServiceBlockingStub gateway;

  /** A selection among the built-in voice and the models behind this channel to the gateway. */
  public ModelSelection(Ledger ledger, MindKeeper keeper, WriteOrder order, Channel gateway) {
    this.ledger = ledger;
    this.keeper = keeper;
    this.order = order;
    this.gateway = ModelServiceGrpc.newBlockingStub(gateway);
  }

  /**
   * What a switch did.
   *
   * @param eventId the model_selected event; 0 if it was this model already
   * @param before the mind before it
   * @param after the mind after it
   */
  record Switch(long eventId, MindState before, MindState after) {}

  Switch select(String modelId, String requestId, String actor) {
    // The gateway is asked before its turn: it may take its time, and nobody else waits for it.
    Models.Ref to = resolve(keeper.levelState().models(), modelId);
    return order.inTurn(() -> select(to, requestId, actor));
  }

  private Switch select(Models.Ref to, String requestId, String actor) {
    MindState before = keeper.levelState();
    Models.Ref from = before.models().selected();
    String modelId = to.modelId();
    if (modelId.equals(from.modelId())
        && (to.digest().equals(from.digest()) || modelId.equals(Models.BUILT_IN))) {
      return new Switch(0, before, before);
    }
    Draft draft = draft(before, to, "person", actor);
    List<Event> stored = ledger.append(requestId, List.of(draft), List.of());
    return new Switch(stored.getLast().getEventId(), before, keeper.take(stored));
  }

  /**
   * Returns the event which says that the model under the selected name is another one than it was;
   * nothing if it is not, or if the mind knows.
   *
   * @param speaker who answered
   */
  public static Optional<Draft> drift(MindState mind, Speaker speaker) {
    Models.Ref selected = mind.models().selected();
    Models.Ref seen = speaker.model();
    boolean another =
        seen.modelId().equals(selected.modelId()) && !seen.digest().equals(selected.digest());
    return speaker.drifted() && another
        ? Optional.of(draft(mind, seen, DRIFT, "mind"))
        : Optional.empty();
  }

  /** Whether an event says that the model under a name is another one than it was. */
  public static boolean isDrift(Event event) {
    return event.getKind().equals(SELECTED)
        && Events.meta(event).path("cause").asText().equals(DRIFT);
  }

  private Models.Ref resolve(Models models, String modelId) {
    if (modelId.equals(Models.BUILT_IN)) {
      return VOICE;
    }
    if (!models.added().containsKey(modelId)) {
      throw new Problem(
          MindReason.MODEL_NOT_FOUND,
          "model_id: " + modelId + " was not added (expected: builtin:voice or an added model)",
          Map.of("model_id", modelId));
    }
    try {
      Model model =
          gateway.getModel(GetModelRequest.newBuilder().setModelId(modelId).build()).getModel();
      String kind = model.getHashKind().name().replace("HASH_KIND_", "").toLowerCase(Locale.ROOT);
      return new Models.Ref(modelId, model.getDigest(), kind);
    } catch (StatusRuntimeException e) {
      // The person's choice stands; the digest is read again before the first call.
      log.info("The digest could not be read: {}", e.getStatus().getCode());
      return new Models.Ref(modelId, "", "unspecified");
    }
  }

  private static Draft draft(MindState before, Models.Ref to, String cause, String actor) {
    ObjectNode meta = Draft.facts().put("actor", actor).put("cause", cause);
    meta.set("from", before.models().selected().toJson());
    meta.put("projections_through", before.through());
    meta.set("to", to.toJson());
    return new Draft(SELECTED, null, meta);
  }
}
