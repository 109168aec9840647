package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as a text that people read: the branch that is shown, then every other one from
 * where it leaves. Headings of messages have a middle dot in them; a line of the words that looks
 * like one is marked, so that nobody's words pass for another's.
 */
public final class MarkdownTalk {
  private static final Pattern LOOKS_LIKE_A_HEADING = Pattern.compile("(?m)^(\\s{0,3})(#+.*·)");
  private static final Pattern FENCE = Pattern.compile("`{3,}");

  private final JsonNode talk;
  private final Map<Long, JsonNode> nodes = new HashMap<>();
  private final Map<Long, List<Long>> children = new HashMap<>();
  private final Set<Long> told = new HashSet<>();

  /** With which messages other branches leave one. */
  private final Map<Long, List<Long>> leaving = new HashMap<>();

  private final StringBuilder text = new StringBuilder();

  private MarkdownTalk(JsonNode talk) {
    this.talk = talk;
    for (JsonNode node : talk.path("nodes")) {
      nodes.put(id(node), node);
      children.computeIfAbsent(parent(node), id -> new ArrayList<>(1)).add(id(node));
    }
  }

  /** Returns the text; {@code talk} is a conversation as {@link Transcripts} hands it over. */
  public static String of(JsonNode talk) {
    MarkdownTalk markdown = new MarkdownTalk(talk);
    markdown.head();
    List<JsonNode> shown = markdown.shown();
    List<List<JsonNode>> others = markdown.others();
    shown.forEach(markdown::message);
    others.forEach(markdown::other);
    return markdown.text.toString();
  }

  /** A title on one line, such that it is no markup. */
  public static String title(JsonNode talk) {
    String title = oneLine(talk.path("title").asText());
    return title.isBlank() ? "Untitled" : title;
  }

  /** How many messages hold anything. */
  public static long messages(JsonNode talk) {
    long count = 0;
    for (JsonNode node : talk.path("nodes")) {
      count += holdsAnything(node) ? 1 : 0;
    }
    return count;
  }

  /** Where it comes from, in words; empty for what was said here. */
  public static String origin(JsonNode document) {
    String format = document.path("source").path("format").asText();
    return format.isEmpty() ? "" : "imported from " + oneLine(format);
  }

  /** When it was said, or that nobody knows. */
  public static String time(JsonNode document) {
    JsonNode time = document.path("time");
    String known = time.path("utc").asText();
    if (known.isEmpty()) {
      String raw = time.path("raw").asText();
      return raw.isEmpty() ? "time unknown" : "time given as " + oneLine(raw);
    }
    return known.replace('T', ' ').replace("Z", " UTC");
  }

  private void head() {
    text.append("# ").append(title(talk)).append("\n\n");
    text.append("Began ").append(time(talk)).append('.');
    if (!origin(talk).isEmpty()) {
      text.append(" Talk with another assistant, ")
          .append(origin(talk))
          .append("; nothing of it was said to this mind unless a message says so.");
    }
    text.append(" Conversation ").append(talk.path("conversation_id").asText()).append(".\n");
  }

  private List<JsonNode> shown() {
    List<JsonNode> branch = new ArrayList<>();
    JsonNode node = nodes.get(talk.path("shown_node_id").asLong());
    while (node != null && told.add(id(node))) {
      branch.addFirst(node);
      node = nodes.get(parent(node));
    }
    return branch;
  }

  /** The other branches, each without the places that hold nothing. */
  private List<List<JsonNode>> others() {
    List<List<JsonNode>> others = new ArrayList<>();
    for (JsonNode node : talk.path("nodes")) {
      if (told.contains(id(node))) {
        continue;
      }
      List<JsonNode> branch = new ArrayList<>();
      for (Long at = id(node); at != null; at = untold(at)) {
        told.add(at);
        JsonNode next = nodes.get(at);
        if (next != null && holdsAnything(next)) {
          branch.add(next);
        }
      }
      if (!branch.isEmpty()) {
        others.add(branch);
        leaving
            .computeIfAbsent(before(branch.getFirst()), id -> new ArrayList<>(1))
            .add(id(branch.getFirst()));
      }
    }
    return others;
  }

  private @Nullable Long untold(long id) {
    return children.getOrDefault(id, List.of()).stream()
        .filter(child -> !told.contains(child))
        .findFirst()
        .orElse(null);
  }

  private void other(List<JsonNode> branch) {
    long before = before(branch.getFirst());
    text.append("\n## Another branch · ")
        .append(before == 0 ? "another beginning" : "leaves after message " + before)
        .append('\n');
    branch.forEach(this::message);
  }

  /** The message that one is told to follow: places that hold nothing are told nowhere. */
  private long before(JsonNode node) {
    JsonNode above = nodes.get(parent(node));
    for (int i = 0; above != null && !holdsAnything(above) && i < nodes.size(); i++) {
      above = nodes.get(parent(above));
    }
    return above == null ? 0 : id(above);
  }

  private static boolean holdsAnything(JsonNode node) {
    return !node.path("parts").isEmpty();
  }

  private void message(JsonNode node) {
    if (!holdsAnything(node)) {
      return;
    }
    text.append("\n## ").append(speaker(node)).append(" · ").append(time(node));
    if (node.has("model")) {
      text.append(" · ").append(oneLine(node.path("model").asText()));
    }
    if (node.has("outcome")) {
      text.append(" · ").append(node.path("outcome").asText());
    }
    if (talk.has("source") || node.has("source")) {
      text.append(" · ").append(node.has("source") ? origin(node) : "said to this mind");
    }
    text.append(" · message ").append(id(node)).append("\n\n");
    node.path("parts").forEach(this::part);
    for (long branch : leaving.getOrDefault(id(node), List.of())) {
      text.append("*Another branch leaves here, with message ").append(branch).append(".*\n\n");
    }
  }

  private static String speaker(JsonNode node) {
    String name = oneLine(node.path("name").asText());
    String role =
        switch (node.path("role").asText()) {
          case "person" -> "You";
          case "assistant" -> node.has("source") ? "Assistant" : "PMM";
          case "tool" -> "Tool";
          case "system" -> "System";
          default -> "Other";
        };
    String speaker = name.isEmpty() ? role : role + " (" + name + ")";
    return node.path("hidden").asBoolean() ? speaker + ", hidden" : speaker;
  }

  private void part(JsonNode part) {
    String words = part.path("text").asText();
    switch (part.path("type").asText()) {
      case "text" -> text.append(safe(words)).append("\n\n");
      case "transcript" -> text.append("*Spoken:* ").append(safe(words)).append("\n\n");
      case "code" -> fenced(part.path("language").asText(), words);
      case "forgotten" -> text.append("*[forgotten]*\n\n");
      case "reasoning" -> labelled("Reasoning", words);
      case "tool_call" -> labelled("Called " + name(part), words);
      case "tool_result" ->
          labelled(
              (part.path("error").asBoolean() ? "Failed: " : "Result of ") + name(part), words);
      case "context" -> labelled("Context, " + oneLine(part.path("of").asText()), words);
      case "file" -> file(part, words);
      default ->
          labelled(
              "Not understood, " + oneLine(part.path("of").asText()),
              RawJson.text(part.path("raw")));
    }
    for (JsonNode citation : part.path("citations")) {
      text.append("- *Source:* ")
          .append(oneLine(citation.path("title").asText()))
          .append(' ')
          .append(oneLine(citation.path("url").asText()))
          .append('\n');
    }
    if (part.path("citations").size() > 0) {
      text.append('\n');
    }
  }

  private void labelled(String label, String words) {
    text.append("*").append(label).append(":*\n\n");
    fenced("", words);
  }

  private void file(JsonNode part, String words) {
    text.append("*File:* ").append(link(part));
    for (String fact : List.of("mime", "size", "sha256")) {
      if (part.has(fact)) {
        text.append(", ").append(fact).append(' ').append(oneLine(part.path(fact).asText()));
      }
    }
    text.append(part.has("chunks") ? "" : ", its bytes are not here").append("\n\n");
    if (!words.isEmpty()) {
      fenced("", words);
    }
  }

  /** What lies beside the text is a link, and shown where it is a picture. */
  private static String link(JsonNode part) {
    if (!part.has("path")) {
      return name(part);
    }
    String mark = part.path("mime").asText().startsWith("image/") ? "![" : "[";
    return mark + name(part) + "](" + part.path("path").asText() + ")";
  }

  private static String name(JsonNode part) {
    String name = part.path("name").asText(part.path("reference").asText());
    return name.isEmpty() ? "no name" : oneLine(name);
  }

  /** A fence is longer than any within. */
  private void fenced(String language, String words) {
    int longest =
        FENCE.matcher(words).results().mapToInt(each -> each.end() - each.start()).max().orElse(2);
    String fence = "`".repeat(longest + 1);
    text.append(fence).append(language.matches("[A-Za-z0-9+#-]{0,20}") ? language : "");
    text.append('\n').append(safe(words)).append('\n').append(fence).append("\n\n");
  }

  private static String safe(String words) {
    return LOOKS_LIKE_A_HEADING.matcher(words).replaceAll("$1\\\\$2");
  }

  private static String oneLine(String words) {
    return words
        .replaceAll("[\\s\\p{Cc}]+", " ")
        .replaceAll("([\\\\`*_\\[\\]<>#|])", "\\\\$1")
        .replace('·', '-')
        .strip();
  }

  private static long id(JsonNode node) {
    return node.path("node_id").asLong();
  }

  private static long parent(JsonNode node) {
    return node.path("parent_node_id").asLong();
  }
}
