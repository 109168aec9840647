package pmm.mindstate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads which sentences of an answer may be promises: the mind says in its own voice, as settled,
 * that it will do something later. It would rather miss one than take a wrong one: negations,
 * conditions, politeness and questions never count. English only.
 */
public final class PromiseGrammar {
  private static final int LONGEST = 500;

  /** More from one answer would be a list, and no talk. */
  private static final int MOST = 20;

  /** What may stand between "I will" and its verb. */
  private static final String ADVERBS =
      "(?:(?:also|then|again|gladly|certainly|definitely|happily|of course|surely|just|simply|personally|quickly|for sure|absolutely|soon|still|in any case|□),? ){0,3}";

  /** "I will", in its forms; the verb follows. */
  private static final Pattern WILL =
      Pattern.compile(
          "(?<![\\p{L}'])(?:i(?:'ll| will| shall) (?:make sure|be sure) to|i (?:will|shall)|i'll|(?:i'm|i am|im) (?:going to|gonna)|(?:^|(?<=, ))gonna|i (?:intend|plan|promise) to|(?:you can )?count on me to|^(?:(?:noted|ok|okay|sure|yep|yes|yup|got it|great|fine|alright|deal|done|right|perfect|good|agreed|understood|cool|thanks|hmm)[,!:]? )?will) "
              + ADVERBS
              + "(?<verb>[a-z]+)(?<rest>.*)");

  private static final Pattern LET_ME =
      Pattern.compile(
          "(?:^|(?<=, ))let me (?<verb>(?!tell|give|show|list|sum|start|explain|know|answer)[a-z]+)(?<rest>.*)");

  /** What promises without "I will"; each needs a time. */
  private static final Pattern INDIRECT =
      Pattern.compile(
          "\\byou(?:'ll| will) (?:hear|get|have|receive)\\b.*\\b(?:from me|my (?:answer|view|notes|list|draft|reply|verdict|summary))\\b|\\bexpect\\b.*\\bfrom me\\b|^(?:my|one) (?:job|task|homework|part) for\\b|^(?:i'll be )?(?:getting )?back to you\\b|^(?:i'll be )?(?:checking in|checking back|coming back|getting back|following up|reporting back)\\b|\\bi will, (?:by|before|on)\\b|\\bi'm on it:|\\bi owe you\\b|\\bleave (?:it|that|this) (?:to|with) me\\b|\\byou can expect\\b|\\bon my list for\\b");

  /** Acts that are nothing to be done. */
  private static final Pattern NO_ACT =
      Pattern.compile(
          "(?!reply|apply|rely|supply|multiply|fly)\\w+ly|at|most|in|on|by|as|to|with|for|almost|barely|hardly|seldom|only|even|all|more|if|when|whenever|a|an|this|it|you|we|there|or|but|so|not|never|no|always|often|usually|sometimes|probably|likely|possibly|hopefully|maybe|perhaps|rarely|remember|try|see|bet|admit|guess|assume|suppose|need|want|love|like|miss|hope|wish|forget|regret|stay|stand|cross|pray|trust|believe|know|understand|imagine|say|arrive|die|win|lose|leave|live|become|happen|honou?r|respect|appreciate|treasure|cherish|depend|and|the|that|is|wait|stop|decline|refuse|avoid|drop|cease|withhold|abstain|resist|move|swap|shift|switch|reschedule|rename|reorder|enter|refrain|skip|spare|ignore|fail|struggle|catch|join|cheer|root|celebrate|listen|care|support|learn|adapt|grow|mind|aim|attempt|consider|strive|endeavou?r|seek|manage|tend|prefer|rather|might|grant|second|toast|sing|bear|notice|reali[sz]e|discover|feel|sound|seem|remain|end|wake|last|enjoy|suffer|recover|prove|shine|surprise|disappoint|impress|bore|annoy|knock|hit|pull|tip|throw|jump|fly|dive|kick|bite|wear|burn|play|fight|kiss|quit|smoke|rest|dance|laugh|smile|cry|hug|stick|hold|note|mark|log|pencil|save|store|jot|be");

  /**
   * Acts that a program cannot do: those of a tale or of somebody else, unless it promises them.
   */
  private static final Pattern WORLDLY =
      Pattern.compile(
          "walk|drive|buy|eat|drink|run|swim|pay|travel|marry|call|phone|ring|visit|attend|speak|deliver|submit|meet|chat|pack|cook|bake|paint|wash|repair|climb|sail|ride|plant|water|exercise|apply|rent|sell|host|file|schedule");

  /** Before the verb: the mind calls it a promise itself. */
  private static final Pattern PROMISED =
      Pattern.compile(
          "\\bi promise (?:to |(?:you )?(?:that )?(?:i'll|i will|i shall) )" + ADVERBS + "$");

  /** The forms of "I'll be" that are an act all the same. */
  private static final Pattern BEING =
      Pattern.compile(
          "^be (?:back (?:with|to)|looking (?:into|at|up|over)|going (?:over|through|back)|putting|making|keeping you posted|quizzing|sharing|adding|explaining|asking|reminding|checking|bringing|coming back|getting back|following|reporting|reading|working|comparing|preparing|listing|raising|telling|giving|picking)\\b");

  /** Verbs that, although they are none of those, do nothing with these words behind them. */
  private static final Pattern NOTHING_DONE =
      Pattern.compile(
          "\\b(?:nothing|nobody|no one|none|no more|no longer|neither|nowhere)\\b|, (?:just|only|simply) (?:say|ask|tell)\\b|^(?:keep (?:from|quiet|off|out|away|silent)|keep (?!my (?:answers|replies|notes|sentences|messages|language|tone)|your (?:answers|notes)|an eye|track|you posted|a list|the list|all|every)|keep (?:my )?(?:fingers|mouth)|let (?!you know)|give (?:you that|it (?:my|a)|(?:it |this )?my)|do (?:my|what i can|everything|all|that$|so$)|think of you|talk (?!you through|about)|go (?!over|through|back|on|into|ahead)|take (?:that|this|it) (?:as|in|from here|easy)|take (?:your word|a (?:guess|rain|bow|break))|hand (?:it|you)|raise (?:a|my|you)\\b|light a|count (?:the|on|down)|have your back|send (?:you )?(?:good|love|strength|my|a hug|positive|all)|tell you (?:what|something|one thing|a secret|this|the truth)[,:]|set (?:a|an|the)\\b|make a note|(?:add|put|write)\\b[^,]*\\b(?:down|to (?:the|your|my) (?:list|calendar|notes?)|in (?:the|your|my) (?:calendar|diary|notes?))|(?:save|store|note|keep) (?:that|this|it)\\b|make (?:a|an) (?:exception|guess)|look forward|leave|get (?:it|used|better)|hold (?:you|on)|have (?:a think|faith)|sleep (?!on)|have (?:\\w+ed\\b|forgotten|lost|told|written|seen|done|gone|been|had|given|made|sent|no\\b|to (?:stop|end|go|leave|wait|pass|decline|disappoint))|end up|run out|send (?!you (?!the (?:documents?|papers|money|invoice|contract)))|return (?!to )|.*\\bmy (?!answers?\\b|notes?\\b|view|list|word|side|reply|estimate|job|next|own|promise|part|questions?\\b|memory|turn|summary|findings|thoughts?\\b|opinion|suggest|ideas?\\b|comments?\\b|results?\\b|research|figures|sums?\\b|calculations?\\b|plan\\b|proposal|corrections?\\b|feedback|homework|count\\b|guess\\b|recommendations?\\b|picks?\\b|choice|version|translation|table)\\w+|(?:ask|tell|remind|write|show|call|meet) (?:him|them|myself|her(?= everything| that| on| again| to|$|[,;])))");

  /** Done within this answer, or at once. */
  private static final Pattern NOW =
      Pattern.compile(
          "\\b(?:right now|for that now|now,|here that|here:|below|above|in (?:two|three|four|five|a few) steps|one by one|step by step|of what you (?:said|told)|at once|right away|straight away|immediately|first,? (?:then|the|we|you)|in a (?:moment|second|minute|sec|bit)|in this (?:answer|message|reply)|as follows)|\\bnow$|:$|^(?:list|show|sum|summari[sz]e|give|explain|start|begin|answer|sketch|put|repeat|note|quote)\\b[^:]*:");

  /** Acts that an answer does by itself as a rule. */
  private static final Pattern AT_ONCE =
      Pattern.compile(
          "^(?:tell|plan|draft|design|create|build|lay|list|show|explain|summari[sz]e|sum|use|describe|walk|answer|count|translate|calculate|put|add|sort|start|begin|repeat|give|place|mention|insert|write|name|define|point|break|split|group|include|assume|convert|format|quote|base|focus|stick|keep|make|take|go)\\b");

  /** "what you have on Friday": the time is that of something else. */
  private static final Pattern ABOUT_A_TIME =
      Pattern.compile(
          "\\b(?:what|which|how|why|who|where|whether|that) (?:you|your|is|are|the|it|we|happens?|falls?|comes?)\\b[^,]*$|\\b(?:starting|beginning|leaving|arriving|departing|happening|planned|due|scheduled|booked)\\b[^,]*$|\\byou (?:asked|sent|gave|told|wrote|said|mentioned|named|shared|pasted|made|have|had|want|need|are|plan|planned|meet|see)\\b[^,]*$");

  private static final Pattern AND = Pattern.compile("\\S.*\\b(?:and|then|and then) $");

  private static final Pattern OWN_ACT =
      Pattern.compile(
          "\\b(?:i|i'll|i've|i'm|let me|deal|yes|noted|ok|okay|sure|great|thanks|sorry|fine|done|understood|agreed|sleep|rest|enjoy|take care|have (?:fun|a)|good (?:luck|night)|relax|go to bed)\\b");

  /** What a colon or dash adds. */
  private static final Pattern ASIDE = Pattern.compile("(?:: | [-–—] ).*$");

  /** All before the clause that the act stands in. */
  private static final Pattern CLAUSE =
      Pattern.compile("^.*(?:[:;—]|\\b(?:so|but|because|and|then)(?= $))");

  private static final Pattern LATER_BY_NATURE =
      Pattern.compile(
          "^(?!.*:)(?:remind (?:you|u)\\b(?! (?:here|that you|of what|what|how|why|we|you|it|the|there|once more|briefly|quickly))|(?:get|come) back to you\\b|(?:report|check) back\\b|bring (?:it|this|that|them|those) (?:up|along)|follow up|(?:look|check|think|dig|read|search)\\b.* and (?:then )?(?:tell|let|give|show|bring|report|share|send|write|come|get)\\b(?!.*\\bnow\\b)|bring up .* again|(?:ask|raise|bring|check|come back).* (?:again|next time)$)");

  private static final Pattern SOFT_IF =
      Pattern.compile(
          "\\bif (?:i remember|i recall|i'm not mistaken|i am not mistaken|memory serves|i'm not wrong|i understand|i count|i read|i see|i have (?:it|that|this|your|the))[^,;:.]*|\\b(?:ask|check|see|find out|tell you|know|look|test|wonder|hear)\\b[^,;:.]*?\\bif (?!(?:you|that|it)(?:'d| would)? (?:like|want|wish|need|prefer|works|helps|suits|is (?:ok|okay|fine|all right)))|\\bin any case\\b|\\beven if\\b[^,;]*|\\bas if\\b");

  private static final Pattern CONDITION =
      Pattern.compile(
          "\\b(?:if|unless|provided|providing|as long as|in case|should (?:you|it|the|that|he|she|they|anything)|were you to|assuming|supposing|otherwise|depending|would you|either|^or|in that case|^then|if so|or i(?:'ll| will)|with your (?:permission|ok|okay|consent)|subject to|(?:once|as soon as|after) you(?:'ve| have) (?!to )|when you(?:'ve| have) (?:sent|given|told|shared|pasted|decided|answered|found|written|shown|got|picked|chosen|heard|made|put|set|tried|signed|booked|checked|asked|talked|spoken)|the (?:day|moment|minute|second|instant) you|in which case|(?:when|once|as soon as|after|until|every time|each time|the moment) you(?:'re ready| are ready| (?:ask|tell|say|send|paste|give|confirm|want|need|write|type|share|mention|answer|decide|choose|show|let|like|feel|press|click|upload|call))|(?:once|when|as soon as|after|until) i(?:'ve| have| get| see| know| hear)|permitting|you(?:'re| are) (?:done|finished|through|sure|happy|interested|up for)|(?:after|upon|on|with|at|until|before|without|pending) (?:a|your) (?:reply|answer|message|ok|okay|word|say|yes|go|request|command|signal)\\b|so long as|in the event|on (?:one )?condition|at your request|with (?:any |a bit of |some )?luck|most likely|in all likelihood|fingers crossed|all being well|not sure|maybe|perhaps|possibly|probably|hopefully|i (?:think|hope|guess|suppose|believe|fear|bet|expect|imagine|doubt|reckon|assume)(?: so)?$|your call|up to you|no pressure|just say|say the word|just a thought|just an idea|whenever|the moment you|(?:once|as soon as) you (?:send|tell|give|paste|share|let|show|answer|confirm|decide))\\b");

  /** The person is to do something first. */
  private static final Pattern ASKED_FIRST =
      Pattern.compile(
          "^(?:\\w+[,!] )?(?:please |just |so |then |ok |okay |and )?(?:send|give|tell|show|paste|write|say|let me know|share|bring|drop|upload|ask|ping|name|pick|choose|type|post|answer|call|attach|copy|put|keep|come|message|mention|describe|forward|confirm|try|do|sign|leave)\\b.*(?:\\band|\\bthen|,|\\bso) $");

  /** A negation in the clause that leads to "I will". */
  private static final Pattern DENIED =
      Pattern.compile(
          "(?:\\b(?:not|never|nor|neither|hardly|no|nothing|cannot|afraid)\\b|n't\\b)[^,;:]*$");

  /** What stands before "I will" and takes it back. */
  private static final Pattern HEDGED =
      Pattern.compile(
          "\\b(?:maybe|perhaps|possibly|probably|hopefully|i think|i don't think|i doubt|i hope|i guess|i suppose|i believe|i'd say|i bet|i fear|i wish|i'm not sure|i am not sure|i can't say|i can't promise|i cannot promise|not (?:say|claim|mean|promise) (?:that )?|no promise|imagine|suppose|pretend|what if|in theory|in a perfect world|as an? (?:ai|language model)|(?:said|say|says|saying|called|titled|told you|told me|wrote|promised|claimed|thought|mentioned|means?|meant|believes?|thinks?|hears?|hopes?|wants?|asks?)(?: (?:you|me))?(?: that)?|(?<!promise |promise you |word |sure |certain |assured )that|whether|why|how|what|which|who|where|when|because|than|by default|as a rule|normally|generally|typically|in general|e\\.g\\.|for example,?|for instance,?|such as|like|as in|[=→]|policy(?: that)?|\\bi(?:'ve| have|'d| had)? (?:\\w+ )?(?:said|told you|promised|wrote|mentioned)\\b[^,]*|(?<!\\bi|\\byou|\\bi've) (?:wrote|writes|said|says|told|texted|replied|answered|claims?|swears?|swore)\\b.*|□ (?:that )?)\\s*$");

  private static final Pattern FOREIGN_VOICE =
      Pattern.compile(
          "\\b(?:said|says?|saying|words?|wrote|writes|reads?|quote|draft|affirmations?|example|correct|would be|is|are|be|was|were|goes|sounds|line|phrase|sentence|message|title|motto|heading|like this|text|caption|translation|self|write|answer|tell (?:her|him|them)|put it|try|option|idea|plan|suggestion|version|he|she|his|her|their|they|user|assistant|human|system|ai|bot|you|me|narrator|(?:option|variant|choice|example|version|case|scenario|plan|step|line|verse|act|chapter|slide|page) \\w+|promises|intention|rule|goal|resolution|vow|mantra|headline|subject|letter|email|mail|reply|script|scene|stone)\\s*$|\\byou (?:could|might|can|may|should|would|want to)\\b|\\b(?:drafts?|letter|note|speech|message|e-?mail|text|toast|poem|vows?|affirmations?|caption|script|template|wording|story|tale|lyrics|voicemail|apology|invitation|announcement|bio|pitch|oath|pledge|prayer|mantra|tweet|post|haiku|card)\\b|□[^:]*$");

  private static final Pattern OWN_GIVER = Pattern.compile("\\b(?:you|i|i'm|i'll|we)\\b");

  /** A colon after these leaves the voice as it is. */
  private static final Pattern OWN_COLON =
      Pattern.compile(
          "(?:my word|promise|think of it|move it|do it|deal|agreed|next|p\\.?s|also|done|so|ok|okay|yes|sure|plus|update|reminder|finally|thing|short|by the way|news|anything else|of you|for you|to you)\\s*$");

  /** A question that the next sentence answers for the person. */
  private static final Pattern OFFERED =
      Pattern.compile(
          "^(?:want|need|fancy|interested|shall i|should i|do you (?:want|need)|would you like|how about|what if)\\b.*\\?");

  /** A sentence that makes a question of the one before it. */
  private static final Pattern ASKED_AFTER =
      Pattern.compile(
          "(?:ok|okay|right|yes|deal|agreed|fine|all right|alright|good|sounds? good|shall i|is that (?:ok|okay|all right|fine))\\?");

  /** A question without its mark. */
  private static final Pattern TAG =
      Pattern.compile(
          ", (?:ok|okay|right|yes|all right|alright|deal|agreed|sounds good|no|yeah|shall i)$");

  private static final Pattern LETTER = Pattern.compile("^(?:dear|to whom) [^,]{1,40}, i\\b|^[—–]");

  private PromiseGrammar() {}

  /** Returns the sentences of an answer that may be promises, in order. */
  public static List<String> proposed(String answer) {
    List<String> promises = new ArrayList<>();
    for (String line : OwnVoice.lines(answer)) {
      String before = "";
      @Nullable String last = null;
      for (Sentence sentence : Sentence.of(line)) {
        if (isForeign(sentence.plain())) {
          // What follows on the line is said by the same other voice.
          break;
        }
        if (ASKED_AFTER.matcher(sentence.plain()).matches() && last != null) {
          promises.remove(last);
        }
        last = null;
        boolean offered = OFFERED.matcher(before).find();
        before = sentence.plain();
        boolean asked = !offered && promises.size() < MOST && sentence.text().length() <= LONGEST;
        if (asked && isPromise(sentence.plain())) {
          last = sentence.text();
          promises.add(last);
        }
      }
    }
    return promises;
  }

  /** From a colon on that gives the word to somebody else, the line is not the mind's. */
  private static boolean isForeign(String plain) {
    if (LETTER.matcher(plain).find()) {
      return true;
    }
    int colon = plain.indexOf(": ");
    if (colon <= 0 || !WILL.matcher(plain.substring(colon + 2)).find()) {
      return false;
    }
    String giver = plain.substring(0, colon);
    boolean own = OWN_COLON.matcher(giver).find();
    return !own && (!OWN_GIVER.matcher(giver).find() || FOREIGN_VOICE.matcher(giver).find());
  }

  private static boolean isPromise(String plain) {
    if (plain.contains("?") || TAG.matcher(plain).find()) {
      return false;
    }
    for (String part : plain.split("; |, but |\\. ", -1)) {
      boolean free = !CONDITION.matcher(SOFT_IF.matcher(part).replaceAll(" ")).find();
      if (free
          && (isDirect(part)
              || (INDIRECT.matcher(part).find() && LaterTime.firstIn(part, false) >= 0))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDirect(String part) {
    Matcher will = WILL.matcher(part);
    int from = 0;
    while (will.find(from)) {
      String before = part.substring(0, will.start());
      if (!HEDGED.matcher(before).find()
          && !ASKED_FIRST.matcher(before).find()
          && !isAnswerToAnAct(before)
          && !DENIED.matcher(before).find()
          && isLaterAct(
              will.group("verb") + will.group("rest"),
              before,
              PROMISED.matcher(part.substring(0, will.start("verb"))).find())) {
        return true;
      }
      from = will.start("verb");
    }
    Matcher let = LET_ME.matcher(part);
    return let.find()
        && LaterTime.isIn(part)
        && isLaterAct(let.group("verb") + let.group("rest"), part.substring(0, let.start()), false);
  }

  /** "A word from you and I'll ...": somebody else has to do something first. */
  private static boolean isAnswerToAnAct(String before) {
    return AND.matcher(before).find() && !OWN_ACT.matcher(before).find();
  }

  private static boolean isLaterAct(String act, String before, boolean promised) {
    String verb = act.substring(0, act.length() - act.replaceFirst("^[a-z]+", "").length());
    boolean worldly = WORLDLY.matcher(verb).matches();
    boolean none = NO_ACT.matcher(verb).matches() && !BEING.matcher(act).find();
    if (none
        || (worldly && !promised)
        || NOTHING_DONE.matcher(act).find()
        || NOW.matcher(act).find()) {
      return false;
    }
    return worldly
        || LATER_BY_NATURE.matcher(act).find()
        || hasItsTime(act, before, AT_ONCE.matcher(act).find());
  }

  /** The time of the act stands behind the verb, or in the same clause before it. */
  private static boolean hasItsTime(String act, String before, boolean strong) {
    String clause = CLAUSE.matcher(before).replaceFirst("");
    int time = LaterTime.firstIn(ASIDE.matcher(act).replaceFirst(""), strong);
    boolean after = time >= 0 && !(strong && ABOUT_A_TIME.matcher(act.substring(0, time)).find());
    return after || LaterTime.firstIn(clause, strong) >= 0;
  }
}
