package pmm.mind.archive.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/** Why an entry could not be read, for people. */
final class Why {
  private static final int MAX = 200;

  private Why() {}

  /** Of an entry that begins there in its file, in bytes. */
  static String of(IOException e, long start) {
    return of(e, start, "file");
  }

  /** Of a line of a file. */
  static String ofLine(IOException e) {
    return of(e, 0, "line");
  }

  private static String of(IOException e, long start, String whole) {
    if (!(e instanceof JacksonException broken)) {
      return shortened(String.valueOf(e.getMessage()));
    }
    String said = shortened(broken.getOriginalMessage());
    if (broken instanceof StreamConstraintsException) {
      if (said.contains("nesting depth")) {
        return "it is nested too deeply: " + said;
      }
      if (said.startsWith("Token count")) {
        return "it holds too many values: " + said;
      }
      return said.contains("String")
          ? "one of its texts is too long: " + said
          : "it is beyond what is read: " + said;
    }
    if (said.contains("UTF-8")) {
      return "it is not written in UTF-8 (" + said + ")";
    }
    JsonLocation place = broken.getLocation();
    return "it is no valid JSON: "
        + said
        + (place == null || place.getByteOffset() < 0
            ? ""
            : " (byte " + (start + place.getByteOffset()) + " of the " + whole + ")");
  }

  private static String shortened(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= MAX ? line : line.substring(0, MAX) + "...";
  }
}
