package pmm.mind.voice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import pmm.mind.context.BuiltContext;
import pmm.mind.context.Dates;
import pmm.mind.context.Section;
import pmm.mind.context.Source;
import pmm.mindstate.ForgetGrammar;
import pmm.mindstate.Identity;
import pmm.mindstate.Models;
import pmm.mindstate.NameGrammar;
import pmm.mindstate.NameGrammar.Naming;
import pmm.mindstate.RememberGrammar;
import pmm.mindstate.Words;

/**
 * Answers without any model: a pure function of the context, which quotes what is in the mind and
 * invents nothing.
 */
public final class BuiltInVoice {
  private static final int MOST_QUOTES = 4;
  private static final int MOST_PROMISES = 3;
  private static final int LONGEST_QUOTE = 400;
  private static final int STEM = 4;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{2,}");
  private static final Pattern OWN_NAME =
      Pattern.compile("(what(?:'s| is)|tell me) your name|who are you", Pattern.CASE_INSENSITIVE);
  private static final Pattern PERSONS_NAME =
      Pattern.compile(
          "(what(?:'s| is)|tell me|do you know) my name|who am i\\b", Pattern.CASE_INSENSITIVE);
  private static final Set<String> COMMON =
      Set.of(
          "about",
          "after",
          "all",
          "also",
          "am",
          "an",
          "and",
          "any",
          "are",
          "as",
          "at",
          "be",
          "been",
          "but",
          "by",
          "can",
          "could",
          "did",
          "do",
          "does",
          "for",
          "from",
          "had",
          "has",
          "have",
          "he",
          "her",
          "him",
          "his",
          "how",
          "if",
          "in",
          "is",
          "it",
          "its",
          "just",
          "know",
          "like",
          "me",
          "my",
          "no",
          "not",
          "of",
          "on",
          "or",
          "our",
          "please",
          "remember",
          "said",
          "say",
          "she",
          "should",
          "so",
          "some",
          "tell",
          "that",
          "the",
          "their",
          "them",
          "then",
          "there",
          "these",
          "they",
          "this",
          "to",
          "told",
          "up",
          "us",
          "was",
          "we",
          "were",
          "what",
          "when",
          "where",
          "which",
          "who",
          "why",
          "will",
          "with",
          "would",
          "you",
          "your");

  private static final String NO_MODEL =
      "No model is connected, so I can only quote what is in this mind. To connect one: "
          + "`pmm model add ollama:NAME`, then choose it with `pmm model use ollama:NAME` or above the talk in the page.";

  private static final String NO_MODEL_CHOSEN =
      "No model is chosen, so I can only quote what is in this mind. To choose one: "
          + "`pmm model list` names them, `pmm model use ID` chooses one, or above the talk in the page.";

  private BuiltInVoice() {}

  /** Returns the answer, in paragraphs. */
  public static String answer(BuiltContext context) {
    Source message = context.message();
    List<String> said = new ArrayList<>(acknowledgements(message, context.mind().identity()));
    if (said.isEmpty()) {
      said.addAll(quotations(context));
    }
    List<Source> promises = context.of(Section.COMMITMENT);
    if (!promises.isEmpty()) {
      said.add(openPromises(promises));
    }
    String advice = advice(context.mind().models());
    // Once in a talk is enough, until another advice holds.
    if (context.of(Section.TURN).stream().noneMatch(turn -> turn.text().endsWith(advice))) {
      said.add(advice);
    }
    return String.join("\n\n", said);
  }

  /** How to have a model answer. */
  private static String advice(Models models) {
    return models.added().iterator().hasNext() ? NO_MODEL_CHOSEN : NO_MODEL;
  }

  /** What the message does by itself, whichever model answers it. */
  private static List<String> acknowledgements(Source message, Identity identity) {
    List<String> said = new ArrayList<>();
    for (String what : RememberGrammar.asked(message.text())) {
      said.add("I keep this: " + quote(what) + event(message.eventId()) + ".");
    }
    ForgetGrammar.asked(message.text())
        .ifPresent(about ->
            said.add(
                "Shall I forget "
                    + (about.isEmpty() ? "what you said last" : "what I hold about " + quote(about))
                    + "? Nothing is forgotten until you confirm it: beneath your message in the page, or with "
                    + "`pmm forget` or `pmm memory forget`."));
    List<Naming> namings = NameGrammar.namings(message.text());
    for (Naming naming : namings) {
      said.add(
          switch (naming) {
            case Naming.OfMind(String name) ->
                "My name is " + name + event(message.eventId()) + ".";
            case Naming.OfPerson(String name) ->
                "I keep that your name is " + name + event(message.eventId()) + ".";
            case Naming.Unsure(String words) ->
                "Shall I take "
                    + quote(words)
                    + " as my name? Then say: Your name is \""
                    + words
                    + "\".";
          });
    }
    boolean personNamed = namings.stream().anyMatch(Naming.OfPerson.class::isInstance);
    if (!personNamed && PERSONS_NAME.matcher(message.text()).find()) {
      said.add(
          identity.personName().isEmpty()
              ? "I do not know your name. You can tell me: My name is NAME."
              : "Your name is "
                  + identity.personName()
                  + event(identity.personNameEventId())
                  + ".");
    }
    boolean named = namings.stream().anyMatch(Naming.OfMind.class::isInstance);
    if (!named && OWN_NAME.matcher(message.text()).find()) {
      said.add(
          identity.name().isEmpty()
              ? (identity.isNamed() ? "My name was forgotten." : "I have no name yet.")
                  + " You can give me one: Your name is NAME."
              : "My name is " + identity.name() + event(identity.nameEventId()) + ".");
    }
    return said;
  }

  private static List<String> quotations(BuiltContext context) {
    List<String> said = new ArrayList<>();
    Identity identity = context.mind().identity();
    for (Source memory : context.of(Section.MEMORY)) {
      String holds = whatHolds(memory, identity);
      if (said.size() < MOST_QUOTES && !holds.isEmpty()) {
        said.add(quotation(memory, holds));
      }
    }
    Set<String> words = words(context.message().text());
    List<Source> recalled = context.of(Section.RECALL);
    Set<Long> quoted = new HashSet<>();
    for (Source past : recalled) {
      String holds = whatHolds(past, identity);
      if (said.size() == MOST_QUOTES || !shares(words, holds)) {
        continue;
      }
      if (past.fromPerson() && !Exchange.isQuestion(past)) {
        said.add(quotation(past, holds));
      } else if (past.imported()) {
        Exchange exchange = Exchange.around(past, recalled);
        if (quoted.addAll(exchange.eventIds())) {
          said.add(quotation(exchange));
        }
      }
    }
    if (said.isEmpty()) {
      said.add("I find nothing about that in this mind yet.");
    }
    return said;
  }

  /** The words of a source without the names that were given and have been replaced since. */
  private static String whatHolds(Source source, Identity identity) {
    String rest =
        NameGrammar.without(
            source.text(),
            naming ->
                switch (naming) {
                  case Naming.OfMind(String name) -> !name.equals(identity.name());
                  case Naming.OfPerson(String name) -> !name.equals(identity.personName());
                  case Naming.Unsure unsure -> false;
                });
    return WORD.matcher(rest).find() ? rest : "";
  }

  private static String quotation(Source source, String words) {
    String day = Dates.day(source.tsMs());
    String told = source.imported() ? "You told another assistant on " : "You told me on ";
    String opening = (source.fromPerson() ? told : "I have kept since ") + day;
    return opening + ": " + quote(words) + event(source.originId()) + ".";
  }

  /** What another assistant said is told as its word. */
  private static String quotation(Exchange exchange) {
    Source question = exchange.question();
    Source answer = exchange.answer();
    String asked =
        question == null
            ? ""
            : "You asked another assistant on "
                + Dates.day(question.tsMs())
                + ": "
                + whole(question);
    if (answer == null) {
      return asked + ".";
    }
    return question == null
        ? "Another assistant said on " + Dates.day(answer.tsMs()) + ": " + whole(answer) + "."
        : asked + "; it answered: " + whole(answer) + ".";
  }

  private static String whole(Source source) {
    return quote(source.text()) + event(source.originId());
  }

  private static String openPromises(List<Source> promises) {
    StringBuilder text = new StringBuilder("Still open, as promised:");
    for (Source promise : promises.subList(0, Math.min(MOST_PROMISES, promises.size()))) {
      text.append("\n- ")
          .append(quote(promise.text()))
          .append(" on ")
          .append(Dates.day(promise.tsMs()))
          .append(event(promise.eventId()));
    }
    int more = promises.size() - MOST_PROMISES;
    return more > 0
        ? text.append("\n- and ").append(more).append(" more").toString()
        : text.toString();
  }

  private static boolean shares(Set<String> words, String text) {
    return words(text).stream().anyMatch(words::contains);
  }

  /** The words that say something, by their beginnings, so that "live" finds "lives". */
  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(found -> found.group())
        .filter(word -> !COMMON.contains(word))
        .forEach(word -> words.add(word.substring(0, Math.min(STEM, word.length()))));
    return words;
  }

  private static String quote(String text) {
    return "“" + Words.first(text, LONGEST_QUOTE) + "”";
  }

  private static String event(long id) {
    return id > 0 ? " (event " + id + ")" : "";
  }
}
