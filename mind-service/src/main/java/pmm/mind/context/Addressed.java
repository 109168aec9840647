package pmm.mind.context;

import java.util.regex.Pattern;

/** Whether a message speaks of the mind: it may ask for what the mind said. */
final class Addressed {
  private static final Pattern YOU =
      Pattern.compile(
          "\\b(you|your|yours|du|dir|dich|dein|deine|tú|tu|te|ti|usted|toi|vous|votre)\\b"
              + "|你|您|言いましたか|あなた",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS);

  private Addressed() {}

  static boolean isBy(String message) {
    return YOU.matcher(message).find();
  }
}
