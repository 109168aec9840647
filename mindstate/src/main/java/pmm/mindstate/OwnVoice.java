package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds the lines of an answer in which the mind speaks for itself: no code, quotation, table,
 * heading or marker, no letter or list that it writes for somebody, and no tale.
 */
final class OwnVoice {
  /** Nobody speaks so long without a break; and matching costs more than the line is long. */
  private static final int LONGEST_LINE = 4000;

  private static final Pattern SALUTATION =
      Pattern.compile(
          "^\\s*(?:dear|hi|hello|hey|hallo)\\b[^.!?]{0,40}[,:]?\\s*$", Pattern.CASE_INSENSITIVE);
  private static final Pattern CLOSING =
      Pattern.compile(
          "^\\s*(?:(?:kind|best|warm)(?:est)? (?:regards|wishes)|best|love|yours(?: \\w+)?|sincerely(?: yours)?|cheers|regards)\\s*,.*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DRAFT =
      Pattern.compile(
          "\\b(?:draft|letter|note|speech|message|e-?mail|text|toast|poem|vows?|affirmations?|caption|script|template|reply|wording|version|story|tale|scene|lyrics|verse|song|monologue|dialogue|statement|paragraph|resolutions?)\\b.*:\\s*$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern HERE_IS_A_DRAFT =
      Pattern.compile(
          "^\\W*(?:sure[,!.] )?here (?:you go|it is|goes)\\b.*|^\\W*(?:sure[,!.] )?(?:here(?:'s|’s| is| are)|how about|what about|try|something like|my suggestion|suggestion|an? |for your |your |draft|my )\\b.*\\b(?:draft|letter|note|speech|message|e-?mail|text|toast|poem|vows?|affirmations?|caption|script|template|reply|wording|version|story|tale|scene|lyrics|verse|song|card|monologue|dialogue|voicemail|out-of-office|auto-?reply|apology|invitation|announcement|bio|pitch|oath|pledge|prayer|mantra|blessing|eulogy|postcard|tweet|haiku|limerick|ballad|lullaby|fable)\\b(?!.*\\b(?:I will|I['’]ll)\\b).{0,40}",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern TALE_LINE =
      Pattern.compile(
          "\\b(?:whispered|replied|cried|shouted|muttered|bowed|sighed|murmured)\\b|\\bI (?:walked|ran|stood|sat|woke|stared|stepped|climbed|sailed|knelt)\\b|^\\*(?!\\*)[^*:]+\\*\\s+\\S");
  private static final Pattern TALE =
      Pattern.compile(
          "once upon a time|\\[in character\\]|\\(in character\\)|\\bas (?:[A-Z][a-z]+,|(?:your|an?|the) \\w+,?) I (?:would|shall|will)|\\b(?:pretend|role-?play|let's play)\\b|\\b(?:arr+|ye|thee|thou|matey|m'lady|milord)\\b|\\bin the (?:voice|style) of\\b|\\bspeaking as\\b|\\b(?:future tense|plain future|conjugat\\w+|auxiliary|translates? (?:as|to))\\b|, (?:said|wrote|replied|asked|answered) \\w+|, (?:the|a|my|his|her|our) \\w+ (?:said|swore|thought|vowed|promised|replied|cried|called|sang|growled|laughed)\\b|, (?:I|he|she) (?:thought|said|whispered|muttered)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LETTER_LINE =
      Pattern.compile(
          "^\\W*(?:Dear|To) (?:(?:Mr|Mrs|Ms|Dr|Prof)\\b|Sir|Madam|all|[A-Z]\\w+)[\\w. ]{0,30}[,:]|\\b(?:[Yy]ours|[Rr]egards|[Ww]ishes|[Ss]incerely|Love),?\\s+[A-Z]\\w+");
  private static final Pattern ITEM = Pattern.compile("^\\s*(?:[-*+•]|\\d{1,3}[.)])\\s+.*");
  private static final Pattern WILL_ITEM =
      Pattern.compile("^\\s*(?:[-*+•]|\\d{1,3}[.)])\\s+I(?:['’]ll| will| shall)\\b");
  private static final Pattern UNDERLINE = Pattern.compile("\\s*(?:={3,}|-{3,})\\s*");
  private static final Pattern QUOTED = Pattern.compile("^\\s*[\"“«'‘*_].*");
  private static final Pattern NOT_SAID =
      Pattern.compile(
          ".*\\s\\|\\s.*|^\\s*(?:--\\s|;|%|\\$|REM\\b|').*|^\\W*(?:COMMIT|CLOSE|REMEMBER|CLAIM|REFLECT)\\b.*|^\\s*(?:\\||>|#|//|/\\*|<!--|<\\w|\\[in character).*|^ {4,}(?![-*+•]\\s|\\d).*|.*\\b(?:COMMIT|CLOSE|REMEMBER|CLAIM|REFLECT):.*");

  private final List<String> own = new ArrayList<>();
  private final Fence fence = new Fence();
  private boolean inQuotation;
  private boolean inLetter;
  private boolean inDraft;

  /** Several items that say "I will" are a list written for somebody. */
  private boolean inList;

  /** Whether the block that a line with a colon announces has not ended. */
  private Announced announced = Announced.NOTHING;

  private enum Announced {
    NOTHING,
    DRAFT,
    BLOCK,
    INSIDE
  }

  private OwnVoice() {}

  /** Returns the lines in which the mind speaks for itself, in order. */
  static List<String> lines(String answer) {
    if (TALE.matcher(answer).find()) {
      return List.of();
    }
    List<String> lines = answer.lines().toList();
    OwnVoice voice = new OwnVoice();
    voice.inList = lines.stream().filter(line -> WILL_ITEM.matcher(line).find()).count() > 1;
    for (int i = letterEnd(lines); i < lines.size(); i++) {
      voice.take(isVerse(lines, i) ? "" : lines.get(i));
    }
    return List.copyOf(voice.own);
  }

  /** Verse runs on over its lines, and a title is underlined. */
  private static boolean isVerse(List<String> lines, int i) {
    String next = i + 1 < lines.size() ? lines.get(i + 1) : "";
    boolean runsOn = lines.get(i).stripTrailing().endsWith(",") && !next.isBlank();
    boolean wentOn = i > 0 && lines.get(i - 1).stripTrailing().endsWith(",");
    return runsOn || wentOn || UNDERLINE.matcher(next).matches();
  }

  /** What stands above a letter's closing belongs to the letter. */
  private static int letterEnd(List<String> lines) {
    for (int i = lines.size() - 1; i > 0; i--) {
      if (CLOSING.matcher(lines.get(i)).matches()) {
        return i + 1;
      }
    }
    return 0;
  }

  private void take(String line) {
    if (line.length() > LONGEST_LINE || isQuoted(line) || fence.holds(line) || inDraft) {
      announced = Announced.NOTHING;
      return;
    }
    if (line.isBlank()) {
      announced = announced == Announced.INSIDE ? Announced.NOTHING : announced;
      return;
    }
    if (inLetter || SALUTATION.matcher(line).matches()) {
      inLetter = !CLOSING.matcher(line).matches();
      return;
    }
    if (isAnnounced(line)
        || NOT_SAID.matcher(line).matches()
        || TALE_LINE.matcher(line).find()
        || LETTER_LINE.matcher(line).find()
        || (inList && WILL_ITEM.matcher(line).find())) {
      return;
    }
    own.add(line);
    String said = line.strip().replaceAll("[*_]+$", "");
    if (DRAFT.matcher(said).find() || HERE_IS_A_DRAFT.matcher(said).matches()) {
      announced = Announced.DRAFT;
    } else if (said.endsWith(":")) {
      announced = Announced.BLOCK;
    }
  }

  /** A quotation may begin on one line and end on another of the same paragraph. */
  private boolean isQuoted(String line) {
    boolean before = inQuotation && !line.isBlank();
    boolean odd = line.chars().filter(sign -> sign == '"').count() % 2 == 1;
    boolean opens = line.lastIndexOf('“') > line.lastIndexOf('”');
    boolean closes = line.lastIndexOf('”') > line.lastIndexOf('“');
    inQuotation = before ? !odd && !closes : odd || opens;
    return before;
  }

  /** A draft goes on to the end of the answer unless it is quoted; anything else for one block. */
  private boolean isAnnounced(String line) {
    switch (announced) {
      case NOTHING -> {
        return false;
      }
      case DRAFT -> {
        inDraft = !QUOTED.matcher(line).matches() && !ITEM.matcher(line).matches();
        announced = Announced.INSIDE;
      }
      case BLOCK -> announced = Announced.INSIDE;
      case INSIDE -> {}
    }
    return true;
  }
}
