package pmm.mindstate.transcript;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ids by which ChatGPT's messages and the names of its files know each other. */
final class ChatGptFiles {
  private static final Pattern ID = Pattern.compile("file[-_][A-Za-z0-9]+");
  private static final int DIGITS = 32;

  private ChatGptFiles() {}

  /** The id that a file has: its own where it came from there, else one that its bytes give it. */
  static String id(JsonNode of, JsonNode file) {
    String reference = file.path("reference").asText();
    Matcher id = ID.matcher(reference.substring(reference.lastIndexOf('/') + 1));
    if (ChatGptConversation.isTheirs(of) && id.lookingAt()) {
      return id.group();
    }
    String sha256 = file.path("sha256").asText();
    return sha256.length() < DIGITS ? reference : "file-" + sha256.substring(0, DIGITS);
  }
}
