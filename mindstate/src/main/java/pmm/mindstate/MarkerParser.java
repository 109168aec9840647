package pmm.mindstate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the markers of an answer: at column 0, one a line; inside code fences they are text. */
public final class MarkerParser {
  private static final Pattern LINE =
      Pattern.compile("^([ \\t]*)(COMMIT|CLOSE|REMEMBER|CLAIM|REFLECT):(.*)$");
  private static final Pattern JOINED =
      Pattern.compile("\\|\\s*(COMMIT|CLOSE|REMEMBER|CLAIM|REFLECT):");
  private static final Pattern ID = Pattern.compile("#?([1-9][0-9]{0,15})");
  private static final int SHOWN = 500;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private MarkerParser() {}

  /** Returns the markers of an answer, in order. */
  public static List<Marker> parse(String answer) {
    List<Marker> markers = new ArrayList<>();
    Fence fence = new Fence();
    answer
        .lines()
        .forEach(line ->
            (fence.holds(line) ? Optional.<Marker>empty() : marker(line)).ifPresent(markers::add));
    return markers;
  }

  /** Returns an answer as a person reads it: without the lines that are markers, also malformed. */
  public static String visible(String answer) {
    if (parse(answer).isEmpty()) {
      return answer;
    }
    StringBuilder shown = new StringBuilder();
    Fence fence = new Fence();
    answer
        .lines()
        .filter(line -> fence.holds(line) || !isHidden(line))
        .forEach(line -> shown.append(line).append('\n'));
    return shown.toString().stripTrailing();
  }

  /** What is indented may as well be code or an example in a list. */
  private static boolean isHidden(String line) {
    return marker(line).isPresent() && !Character.isWhitespace(line.charAt(0));
  }

  private static Optional<Marker> marker(String line) {
    Matcher match = LINE.matcher(line);
    if (!match.matches()) {
      return Optional.empty();
    }
    String text = match.group(3).strip();
    if (!match.group(1).isEmpty()) {
      return malformed(line, "indented");
    }
    if (JOINED.matcher(text).find()) {
      return malformed(line, "joined");
    }
    if (text.isEmpty()) {
      return malformed(line, "empty");
    }
    return switch (match.group(2)) {
      case "COMMIT" -> Optional.of(new Marker.Commit(text));
      case "REMEMBER" -> Optional.of(new Marker.Remember(text));
      case "CLOSE" -> close(line, text);
      case "CLAIM" -> isObject(text) ? Optional.of(new Marker.Claim(text)) : badJson(line);
      default -> isObject(text) ? Optional.of(new Marker.Reflect(text)) : badJson(line);
    };
  }

  private static Optional<Marker> close(String line, String text) {
    Matcher id = ID.matcher(text);
    return id.matches()
        ? Optional.of(new Marker.Close(Long.parseLong(id.group(1))))
        : malformed(line, "bad_id");
  }

  private static boolean isObject(String text) {
    try {
      return JSON.readTree(text).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static Optional<Marker> badJson(String line) {
    return malformed(line, "bad_json");
  }

  private static Optional<Marker> malformed(String line, String reason) {
    return Optional.of(new Marker.Malformed(Words.first(line, SHOWN), reason));
  }
}
