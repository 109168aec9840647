package pmm.mind.archive.card;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Place;

/** One card: flat in version 1, under {@code data} since. */
final class Card {
  private static final List<String> ONLY_V3 =
      List.of(
          "assets",
          "nickname",
          "group_only_greetings",
          "creator_notes_multilingual",
          "source",
          "creation_date",
          "modification_date");

  private Card() {}

  static ArchivedCharacter of(JsonNode card, Place place, Optional<Content> image) {
    JsonNode data = card.path("data").isObject() ? card.path("data") : card;
    return new ArchivedCharacter(
        place,
        version(card),
        text(data, "name"),
        text(data, "description"),
        text(data, "personality"),
        text(data, "scenario"),
        text(data, "system_prompt"),
        text(data, "post_history_instructions"),
        greetings(data),
        warnings(data),
        image,
        Json.raw(card));
  }

  /** Some programs call a card of version 2 one of version 3; what it holds decides. */
  private static int version(JsonNode card) {
    JsonNode data = card.path("data");
    if (!data.isObject()) {
      return 1;
    }
    return card.path("spec").asText().equals("chara_card_v3")
            && ONLY_V3.stream().anyMatch(data::has)
        ? 3
        : 2;
  }

  private static List<String> greetings(JsonNode data) {
    List<String> greetings = new ArrayList<>();
    greetings.add(text(data, "first_mes"));
    data.path("alternate_greetings")
        .forEach(greeting -> greetings.add(Json.whole(greeting.asText(""))));
    greetings.removeIf(String::isEmpty);
    return greetings;
  }

  private static List<String> warnings(JsonNode data) {
    List<String> warnings = new ArrayList<>();
    for (JsonNode asset : data.path("assets")) {
      String address = Json.whole(asset.path("uri").asText(""));
      if (address.matches("(?i)https?://.*")) {
        warnings.add("It refers to a file elsewhere, which was not fetched: " + address);
      }
    }
    for (JsonNode entry : data.path("character_book").path("entries")) {
      if (entry.path("use_regex").asBoolean()) {
        warnings.add(
            "Its lorebook holds patterns (use_regex), which are not run: "
                + Json.whole(entry.path("keys").path(0).asText("")));
      }
    }
    Stream.of("system_prompt", "post_history_instructions")
        .filter(name -> !text(data, name).isBlank())
        .forEach(name ->
            warnings.add(
                "It brings instructions for the model ("
                    + name
                    + "): read them before you accept it"));
    return warnings;
  }

  private static String text(JsonNode data, String name) {
    return Json.whole(data.path(name).asText(""));
  }
}
