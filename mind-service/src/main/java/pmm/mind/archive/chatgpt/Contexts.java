package pmm.mind.archive.chatgpt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.Times;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedMemory;
import pmm.mind.archive.model.ArchivedProfile;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.tree.ContentHash;

/**
 * Custom instructions and what ChatGPT had remembered stand in every conversation; each is handed
 * on once an archive.
 */
final class Contexts {
  private static final String PROFILE = "user_editable_context";
  private static final String MEMORY = "model_editable_context";

  /** An entry as ChatGPT lists them: {@code 1. [2024-05-01]. Likes tea.} */
  private static final Pattern ENTRY =
      Pattern.compile("(?m)^\\s*\\d+\\. \\[(\\d{4}-\\d{2}-\\d{2})\\]\\.? *");

  private final Set<String> seen = new HashSet<>();

  void collect(JsonNode message, Place place, List<ArchivedItem> items) {
    JsonNode content = message.path("content");
    switch (content.path("content_type").asText()) {
      case PROFILE -> profile(content, place, items);
      case MEMORY -> memories(content, place, items);
      default -> {}
    }
  }

  private void profile(JsonNode content, Place place, List<ArchivedItem> items) {
    String about = text(content, "user_profile");
    String instructions = text(content, "user_instructions");
    if (!(about + instructions).isBlank()
        && seen.add(ContentHash.name(PROFILE, about, instructions))) {
      items.add(new ArchivedProfile(place, about, instructions, PROFILE, Json.raw(content)));
    }
  }

  private void memories(JsonNode content, Place place, List<ArchivedItem> items) {
    String all = text(content, "model_set_context");
    Matcher entry = ENTRY.matcher(all);
    if (!entry.find()) {
      memory(all, ArchivedTime.UNKNOWN, place, items);
      return;
    }
    memory(all.substring(0, entry.start()), ArchivedTime.UNKNOWN, place, items);
    boolean more = true;
    while (more) {
      String day = entry.group(1);
      int from = entry.end();
      more = entry.find();
      memory(all.substring(from, more ? entry.start() : all.length()), day(day), place, items);
    }
  }

  private void memory(String text, ArchivedTime noted, Place place, List<ArchivedItem> items) {
    String words = text.strip();
    if (!words.isEmpty() && seen.add(ContentHash.name(MEMORY, words))) {
      StringBuilder raw = new StringBuilder();
      Json.quote(text, raw);
      items.add(new ArchivedMemory(place, words, "", MEMORY, noted, raw.toString()));
    }
  }

  private static ArchivedTime day(String day) {
    return new ArchivedTime(Times.of(day + "T00:00:00Z").micros(), day);
  }

  private static String text(JsonNode content, String name) {
    return Json.whole(content.path(name).asText(""));
  }
}
