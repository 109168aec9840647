package pmm.mind.context;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.mindstate.MindState;
import pmm.mindstate.Trait;

/**
 * What a model is given for one attempt, and the recipe of it.
 *
 * @param mind the mind as it was then
 * @param frame the template of the words that open the prompt, without anyone's name
 * @param sources what the prompt was made from, in its order
 * @param leftOut what had no room, in plain sentences
 * @param prompt the prompt
 * @param gauge how full the model's window is
 */
public record BuiltContext(
    MindState mind,
    String frame,
    List<Source> sources,
    List<String> leftOut,
    Prompt prompt,
    Gauge gauge) {

  /** Copies the lists. */
  public BuiltContext {
    sources = List.copyOf(sources);
    leftOut = List.copyOf(leftOut);
  }

  /** Returns the sources of one section. */
  public List<Source> of(Section section) {
    return sources.stream().filter(source -> source.section() == section).toList();
  }

  /** Returns the person's message. */
  public Source message() {
    return of(Section.MESSAGE).getFirst();
  }

  /** Returns the events that key digests of this prompt, in order. */
  public List<Long> eventIds() {
    return sources.stream().map(Source::eventId).filter(id -> id > 0).toList();
  }

  /** Returns the events whose words the prompt holds. */
  public List<Long> wordedIds() {
    return sources.stream()
        .filter(source -> source.eventId() > 0 && !source.isForgotten())
        .map(Source::eventId)
        .toList();
  }

  /** Returns which kinds of words the prompt holds, as consents name them. */
  public List<String> dataClasses() {
    List<String> classes = new ArrayList<>(List.of("message"));
    if (sources.stream().anyMatch(BuiltContext::isMemory)) {
      classes.add("memory");
    }
    if (sources.stream().anyMatch(Source::imported)) {
      classes.add("imported");
    }
    return classes;
  }

  /**
   * Whatever the mind adds to the words of this talk: what it keeps, what it has promised and what
   * was said elsewhere. The person's own name is a memory, also where it stands in the frame.
   */
  private static boolean isMemory(Source source) {
    return switch (source.section()) {
      case MEMORY, COMMITMENT, RECALL -> true;
      case FRAME -> source.fromPerson();
      case SUMMARY, TURN, MESSAGE -> false;
    };
  }

  /** Returns about how many tokens the prompt takes. */
  public int estimatedTokens() {
    return prompt.turns().stream().mapToInt(turn -> Tokens.estimate(turn.text())).sum();
  }

  /** Returns how many tokens the prompt and its answer take at most, as the model counts them. */
  public int mostTokens() {
    return gauge.used().values().stream().mapToInt(Integer::intValue).sum() + gauge.answerTokens();
  }

  /** Returns the bytes of the frame's template, to be stored once. */
  public byte[] frameBytes() {
    return Prompt.bytes(frame);
  }

  /**
   * Writes the recipe into the meta of an outcome.
   *
   * @param withActs whether the model was offered the acts as tools
   */
  public void writeReceipt(ObjectNode meta, boolean withActs) {
    meta.putArray("blobs").add(frameHash());
    meta.set("receipt", receipt(withActs));
  }

  /** Returns the name under which the frame's template is stored. */
  public String frameHash() {
    return Prompt.sha256(frame);
  }

  /**
   * Returns the recipe.
   *
   * @param withActs whether the model was offered the acts as tools
   */
  public ObjectNode receipt(boolean withActs) {
    ObjectNode receipt = JsonNodeFactory.instance.objectNode();
    ArrayNode list = receipt.putArray("sources");
    for (Source source : sources) {
      ObjectNode row = list.addObject().put("event_id", source.eventId());
      row.put("section", source.section().id()).put("score_milli", source.scoreMilli());
    }
    receipt.put("frame_blob", frameHash());
    receipt.put("rules", prompt.rules());
    receipt.put("through_event_id", mind.through());
    receipt.put("prompt_hash", prompt.hash());
    receipt.set("parameters", parameters());
    receipt.put("estimated_tokens", estimatedTokens() + (withActs ? ActTools.tokens() : 0));
    if (withActs) {
      receipt.put("tools", ActTools.VERSION);
    }
    gauge.write(receipt);
    ArrayNode missing = receipt.putArray("left_out");
    leftOut.forEach(missing::add);
    ObjectNode traits = receipt.putObject("traits");
    for (Trait trait : Trait.values()) {
      traits.put(trait.id(), mind.traits().score(trait));
    }
    return receipt;
  }

  private ObjectNode parameters() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("max_tokens", gauge.answerTokens())
        .put("window_tokens", gauge.windowTokens());
  }
}
