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
      Pattern.compile("(?m)^[ \\t]*\\d+\\. \\[(\\d{4}-\\d{2}-\\d{2})\\]\\.? *");

  /** Beyond so many it is not told any more whether something is new. */
  private static final int MOST = 100_000;

  private final Set<String> seen = new HashSet<>();
  private final Set<String> here = new HashSet<>();

  /** A conversation begins. */
  void begin() {
    here.clear();
  }

  /** What was collected since is handed on. */
  void handOn() {
    if (seen.size() < MOST) {
      seen.addAll(here);
    }
  }

  void collect(JsonNode message, Place place, List<ArchivedItem> items) {
    JsonNode content = message.path("content");
    switch (content.path("content_type").asText()) {
      case PROFILE -> profile(content, place, items);
      case MEMORY -> memories(content, place, items);
      default -> {}
    }
  }

  private boolean isNew(String name) {
    return !seen.contains(name) && here.add(name);
  }

  private void profile(JsonNode content, Place place, List<ArchivedItem> items) {
    String about = text(content, "user_profile");
    String instructions = text(content, "user_instructions");
    if (!(about + instructions).isBlank()
        && isNew(ContentHash.name(PROFILE, about, instructions))) {
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
    if (!words.isEmpty() && isNew(ContentHash.name(MEMORY, words))) {
      StringBuilder raw = new StringBuilder();
      Json.quote(text, raw);
      items.add(new ArchivedMemory(place, words, "", MEMORY, noted, raw.toString()));
    }
  }

  private static ArchivedTime day(String day) {
    return new ArchivedTime(Times.of(day + "T00:00:00Z").micros(), day, false);
  }

  private static String text(JsonNode content, String name) {
    return Json.whole(content.path(name).asText(""));
  }
}
