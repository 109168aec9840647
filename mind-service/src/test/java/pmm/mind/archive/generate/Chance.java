package pmm.mind.archive.generate;

import java.util.Random;
import java.util.UUID;

/** Words, ids and times that look real and follow from a seed. */
final class Chance {
  private static final String[] SYLLABLES = {
    "ka", "ri", "to", "men", "sol", "ver", "an", "de", "lu", "pra", "si", "no", "qua", "ter", "il",
    "bo", "gra", "fe", "mo", "ust"
  };
  private static final String[] SPICE = {
    "Grüße",
    "façade",
    "日本語",
    "🧠",
    "naïve",
    "Ελλάδα",
    "`x = 1`",
    "\"quoted\"",
    "a\\b",
    "https://example.com/a?b=c&d=e"
  };

  private final Random random;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    return word.toString();
  }

  String title() {
    return word() + " " + word();
  }

  /** Text of roughly so many characters. */
  String text(int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append(oneIn(40) ? SPICE[random.nextInt(SPICE.length)] : word())
          .append(oneIn(12) ? ".\n\n" : " ");
    }
    return text.append(word()).append('.').toString();
  }

  String uuid() {
    return new UUID(
            (random.nextLong() & ~0xf000L) | 0x4000L,
            (random.nextLong() & 0x3fffffffffffffffL) | Long.MIN_VALUE)
        .toString();
  }

  String hex(int length) {
    StringBuilder hex = new StringBuilder();
    while (hex.length() < length) {
      hex.append(Character.forDigit(random.nextInt(16), 16));
    }
    return hex.toString();
  }
}
