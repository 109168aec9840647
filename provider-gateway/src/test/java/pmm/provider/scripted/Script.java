package pmm.provider.scripted;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one request is to be answered. Directives stand in the model's name, as {@code
 * scripted+slow=500+paced=20}, or as words of the last user message, as {@code !slow=500}; the
 * message wins.
 *
 * <ul>
 *   <li>{@code slow=MS} waits before the first token; {@code paced=MS} before each other
 *   <li>{@code words=N} answers with N words; {@code big=KB} with that much text; {@code endless}
 *       never stops
 *   <li>{@code say} answers with the rest of the message, {@code \n} being a new line; {@code
 *       commit}, {@code remember} with that marker and the rest of the message
 *   <li>{@code parrot} repeats the key of the request in all that it says, a letter at a time
 *   <li>{@code malicious} answers with HTML, a remote image, control characters and formulas
 *   <li>{@code think} reasons first; {@code nousage} reports no tokens; {@code length} ends by
 *       length; {@code tool} calls a tool; {@code call} says nothing and calls the tool that the
 *       rest of the message begins with, all behind it being the arguments
 *   <li>{@code notools} refuses a request that offers tools
 *   <li>{@code cut=N} closes the connection after N tokens; {@code error=N} sends an error after N
 *       tokens of a 200; {@code hang=N} sends N tokens and then nothing; {@code silent} not even a
 *       head
 *   <li>{@code pings=N} sends N tokens and then pieces without a word, for ever
 *   <li>{@code midchar=N} sends N tokens and half a character, and then nothing
 *   <li>{@code status=CODE} answers with that status; {@code limit=SECONDS} with 429 and
 *       retry-after; {@code quota} with 429 and no quota left; {@code redirect} with 302; {@code
 *       echokey} with 401 and the key
 *   <li>{@code first=N} lets only the first N requests of this model fail so, the next are well
 *   <li>{@code split=N} writes N bytes at a time; {@code longline=MB} a line that does not end
 *   <li>{@code document} answers without streaming
 *   <li>{@code prompt=N} says that the prompt had N tokens
 *   <li>{@code blind} (model name only) says in /api/show that the model takes no images
 *   <li>{@code cloud} (model name only) says in /api/show and /api/tags that the model runs
 *       elsewhere
 *   <li>{@code forwards=N} says after N tokens, in the answer alone and that of Ollama, that the
 *       model runs elsewhere
 *   <li>{@code unlisted} (model name only) is in no answer of /api/tags
 *   <li>{@code absent} (model name only) is not there until it was pulled
 *   <li>for /api/pull (model name only): {@code layer=MB} is how large the model is; {@code back}
 *       lets the figure go back once; {@code nocompleted} leaves it out; {@code pause=N} stops
 *       after N tenths without ending; {@code broken=N} ends there with an error in the 200; {@code
 *       silence=MS} is silent at verifying; {@code full} then finds the disk full; {@code missing}
 *       is not in the registry; {@code nosuccess} ends without the last line. A new pull goes on
 *       where the last one stopped
 * </ul>
 */
record Script(Map<String, String> directives, String rest) {

  private static final Pattern IN_MESSAGE = Pattern.compile("(?:^|\\s)!([a-z]+)(?:=(\\S+))?");

  static Script of(String model, String message) {
    Map<String, String> directives = new HashMap<>(ofModel(model));
    Matcher matcher = IN_MESSAGE.matcher(message);
    int end = 0;
    while (matcher.find()) {
      String value = matcher.group(2);
      directives.put(matcher.group(1), value == null ? "" : value);
      end = matcher.end();
    }
    return new Script(Map.copyOf(directives), message.substring(end).strip());
  }

  private static Map<String, String> ofModel(String model) {
    Map<String, String> directives = new HashMap<>();
    String[] parts = model.split("\\+");
    for (int i = 1; i < parts.length; i++) {
      String[] pair = parts[i].split("=", 2);
      directives.put(pair[0], pair.length == 2 ? pair[1] : "");
    }
    return directives;
  }

  boolean has(String directive) {
    return directives.containsKey(directive);
  }

  int number(String directive, int otherwise) {
    String value = directives.getOrDefault(directive, "");
    return value.isEmpty() ? otherwise : Integer.parseInt(value);
  }

  /** The same without the faults, once the first N requests have had them. */
  Script well() {
    Map<String, String> kept = new HashMap<>(directives);
    kept.keySet()
        .removeAll(
            java.util.Set.of(
                "cut",
                "error",
                "hang",
                "midchar",
                "pings",
                "silent",
                "status",
                "limit",
                "quota",
                "redirect",
                "echokey",
                "slow",
                "pause",
                "broken",
                "full",
                "nosuccess"));
    return new Script(Map.copyOf(kept), rest);
  }
}
