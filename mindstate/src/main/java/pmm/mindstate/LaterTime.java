package pmm.mindstate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether a sentence names a time after this answer, in plain English. */
final class LaterTime {
  private static final String DAY =
      "(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\\b";
  private static final String MONTH =
      "january|february|march|april|may|june|july|august|september|october|november|december";
  private static final String COUNT =
      "\\d+|an?|the next|half an|a couple of|a few|one|two|three|four|five|six|seven|eight|nine|ten|twelve";
  private static final String UNIT = "minute|hour|day|night|week|fortnight|month|year|session|talk";

  /** "about tomorrow", "at next week": what is looked at, not when. */
  private static final String NOT_OBJECT =
      "(?<!\\b(?:at|of|about|with|through|into|than|between|to|for) )";

  private static final String HOUR =
      "\\d{1,2}(?::\\d\\d)?(?: ?[ap]\\.?m\\.?)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";

  /** Names a time by itself. */
  private static final Pattern STRONG =
      any(
          NOT_OBJECT
              + "(?:tomorrow(?!'s)|tonight)|for tomorrow's|tmrw|tmr|overnight|first thing (?:tomorrow|in|on)",
          "later (?:today|this|on|in the)|on (?:the day of|your birthday)|in time for|ahead of",
          "the (?:\\w+ )?(?:night|day|morning|evening|week) (?:before|after)",
          NOT_OBJECT + "this (?:evening|afternoon|weekend|week|month|" + DAY + "|" + MONTH + ")",
          "(?:in|by|over) the (?:morning|evening|afternoon|weekend|spring|summer|autumn|fall|winter)",
          "by then|(?:at|on|over|after|before|by|until) (?:the )?(?:weekend|holidays|end of (?:the|this|every|each|next) (?:day|week|month|year|term|quarter|season|"
              + MONTH
              + ")|end of (?:"
              + MONTH
              + ")|christmas|easter|new year|lunch|dinner|breakfast|work|school|class|bed)",
          "(?:on|by|until|till|before|after|come|next|as soon as) (?:the )?(?:" + DAY + ")",
          "(?:" + DAY + ")s?(?= (?:at|morning|afternoon|evening|night)\\b|$|[,;!])",
          NOT_OBJECT
              + "next (?:time|week|month|year|session|talk|chat|"
              + MONTH
              + "|spring|summer|autumn|winter)",
          "in (?:about )?(?:" + COUNT + ") (?:" + UNIT + ")s?",
          "(?:" + COUNT + ") (?:" + UNIT + ")s? (?:ahead|before|after|from now|later)",
          "(?:on|by|before|after|until|for|from) (?:the )?\\d{1,2}(?:(?:st|nd|rd|th)|(?: of)? (?:"
              + MONTH
              + "))",
          "(?:in|by|before|until|from|early|late|on) (?:early |late |mid-?)?(?:" + MONTH + ")",
          "in (?:spring|summer|autumn|winter)",
          "(?<!look )(?<!work )(?<!point )at (?:noon|midday|midnight|(?:"
              + HOUR
              + ")(?=$|[.,;!]| (?:o'clock|sharp|on|tomorrow|tonight|to|that|when|about|so|every|each)\\b))",
          "(?:in|at|for|before|during|over) (?:our|your|the|this) (?:next|coming|following) (?:\\w+ )?(?:minute|hour|day|week|month|year|session|talk|chat|conversation|lesson|meeting|round|time|holiday|evening|morning|birthday|appointment|trip|visit|run)s?",
          "at the end of (?:the|every|each|this) (?:" + UNIT + ")",
          "(?:when|once|as soon as|before|after|until|till|by the time) (?:(?:we|you) next|we (?:talk|speak|meet|chat|see)|you're|you are|you get|you return|you wake|you land)",
          "from (?:now|here|today|then|tomorrow|this point) ?on(?:wards?)?|from (?:today|tomorrow)|going forward|in future|in the future|for the rest of (?:the|this|our|your) (?:\\w+ )?(?:day|evening|week|month|year|holidays?|trip|talks|conversations?|stay)");

  /** May name a place or a habit too: "after the comma", "what you do every day". */
  private static final Pattern WEAK =
      any(
          "(?:when|once|as soon as|before|after|until|till|by the time) (?:your|it's|it is|things|the|you (?:leave|start|go|come|meet|see|have to))",
          "(?:for|from|over|every|each) (?:" + DAY + ")",
          "for (?:tomorrow|tonight|next|this) ?(?:week|weekend|month|time|session|talk|"
              + DAY
              + ")?",
          "(?:every|each) (?:day|morning|evening|night|week|weekend|month|year|session|time)");

  private LaterTime() {}

  /** Returns whether small letters name such a time. */
  static boolean isIn(String plain) {
    return firstIn(plain, true) >= 0;
  }

  /**
   * Returns where small letters first name such a time; -1 if they do not.
   *
   * @param surely whether what may as well be a place or a habit does not count
   */
  static int firstIn(String plain, boolean surely) {
    Matcher strong = STRONG.matcher(plain);
    if (strong.find()) {
      return strong.start();
    }
    Matcher weak = WEAK.matcher(plain);
    return !surely && weak.find() ? weak.start() : -1;
  }

  private static Pattern any(String... phrases) {
    return Pattern.compile(
        "(?<![\\p{L}\\p{N}])(?:" + String.join("|", phrases) + ")(?![\\p{L}\\p{N}]|'s\\b)");
  }
}
