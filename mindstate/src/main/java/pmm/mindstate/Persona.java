package pmm.mindstate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the mind was told to be like, by the last template_applied event.
 *
 * @param templateId the template; empty if none was applied
 * @param sentences its sentences; empty for none
 * @param eventId the event; 0 if none
 */
public record Persona(String templateId, String sentences, long eventId) {
  static final Persona EMPTY = new Persona("", "", 0);

  /** Returns whether a template is applied, with the sentences that it has today. */
  public boolean is(Template template) {
    return templateId.equals(template.id()) && sentences.equals(template.character());
  }

  Persona reduce(StateEvent event) {
    return event.kind().equals("template_applied")
        ? new Persona(event.text("template"), event.words().orElse(""), event.id())
        : this;
  }

  ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("event_id", eventId)
        .put("sentences", sentences)
        .put("template", templateId);
  }

  static Persona fromJson(JsonNode json) {
    return new Persona(
        json.path("template").asText(),
        json.path("sentences").asText(),
        json.path("event_id").asLong());
  }
}
