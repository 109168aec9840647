package pmm.mind.context;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;
import pmm.mind.context.PromptTurn.Speaker;
import pmm.mindstate.MarkerParser;

/**
 * A prompt: a pure function of its frame's template, its sources in order, and the sentences about
 * what was left out. A trace makes the same prompt from the same receipt.
 *
 * @param rules how it was made, as a receipt names it
 * @param turns the turns, oldest first
 * @param hash the hash under a key of the sources' salts, in hex: forgetting one of them mutes it
 */
public record Prompt(String rules, List<PromptTurn> turns, String hash) {
  /** The version that a receipt names, so that a later one never re-judges an old prompt. */
  static final String VERSION = "pmm-prompt/1";

  /** The version of a prompt to look back. */
  static final String REFLECTION = "pmm-reflection/1";

  /** The version of a prompt to sum up. */
  static final String SUMMARY = "pmm-summary/1";

  private static final String ELSEWHERE =
      "This talk began with another assistant: what it said there is not yours.";
  private static final int LONGEST_LINE = 1200;
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** Copies the list. */
  public Prompt {
    turns = List.copyOf(turns);
  }

  /** Returns the prompt that a receipt is of. */
  static Prompt of(String rules, String template, List<Source> sources, List<String> leftOut) {
    return switch (rules) {
      case REFLECTION -> material(template, sources);
      case SUMMARY -> toSummarize(template, sources);
      default -> compose(template, sources, leftOut);
    };
  }

  static Prompt compose(String template, List<Source> sources, List<String> leftOut) {
    List<PromptTurn> turns = new ArrayList<>();
    turns.add(new PromptTurn(Speaker.SYSTEM, system(template, sources, leftOut)));
    for (Source source : sources) {
      if (source.section() == Section.TURN || source.section() == Section.MESSAGE) {
        Speaker speaker = source.fromPerson() ? Speaker.USER : Speaker.ASSISTANT;
        turns.add(new PromptTurn(speaker, source.shown()));
      }
    }
    return new Prompt(VERSION, turns, hash(turns, sources));
  }

  /** A prompt of two turns: to sum up, and the talk that is to be summed up, oldest first. */
  static Prompt toSummarize(String template, List<Source> sources) {
    StringJoiner talk = new StringJoiner("\n\n");
    for (Source source : sources) {
      String head =
          source.section() == Section.SUMMARY
              ? "Your summary of all before, [" + source.eventId() + "]:"
              : "[" + source.eventId() + "] " + Dates.day(source.tsMs()) + ", " + who(source);
      talk.add(head + "\n" + visible(source).strip());
    }
    List<PromptTurn> turns =
        List.of(
            new PromptTurn(Speaker.SYSTEM, template),
            new PromptTurn(Speaker.USER, talk.toString()));
    return new Prompt(SUMMARY, turns, hash(turns, sources));
  }

  /** A prompt of two turns: what to do, and the sources as lists. */
  static Prompt material(String template, List<Source> sources) {
    StringBuilder text = new StringBuilder();
    lists(text, sources);
    List<PromptTurn> turns =
        List.of(
            new PromptTurn(Speaker.SYSTEM, Frame.fill(template, namings(sources))),
            new PromptTurn(Speaker.USER, text.toString().strip()));
    return new Prompt(REFLECTION, turns, hash(turns, sources));
  }

  private static List<Source> namings(List<Source> sources) {
    return sources.stream().filter(source -> source.section() == Section.FRAME).toList();
  }

  private static void lists(StringBuilder text, List<Source> sources) {
    list(text, sources, Section.MEMORY, "What you keep in memory:", Prompt::line);
    list(text, sources, Section.COMMITMENT, "What you have promised and not done:", Prompt::line);
    list(text, sources, Section.RECALL, "From your past talks:", Prompt::recallLine);
  }

  private static String system(String template, List<Source> sources, List<String> leftOut) {
    StringBuilder text = new StringBuilder(Frame.fill(template, namings(sources)));
    lists(text, sources);
    sources.stream()
        .filter(source -> source.section() == Section.SUMMARY)
        .forEach(source ->
            text.append(
                    "\n\nWhat was said in this conversation before the messages below, as you summed it up [")
                .append(source.eventId())
                .append("]:\n")
                .append(visible(source).strip()));
    leftOut.forEach(sentence -> text.append("\n\n").append(sentence));
    if (sources.stream().anyMatch(each -> each.section() == Section.TURN && each.imported())) {
      text.append("\n\n").append(ELSEWHERE);
    }
    sources.stream()
        .filter(source -> source.section() == Section.MESSAGE)
        .forEach(message ->
            text.append("\n\nThe person's message is of ")
                .append(Dates.minute(message.tsMs()))
                .append('.'));
    return text.toString();
  }

  private static void list(
      StringBuilder text,
      List<Source> sources,
      Section section,
      String title,
      Function<Source, String> line) {
    List<String> lines =
        sources.stream().filter(source -> source.section() == section).map(line).toList();
    if (!lines.isEmpty()) {
      text.append("\n\n").append(title).append('\n').append(String.join("\n", lines));
    }
  }

  private static String recallLine(Source source) {
    String said = who(source) + " " + flat(source);
    return "- [" + source.eventId() + "] " + Dates.day(source.tsMs()) + ", " + said;
  }

  /** What was imported was not said here, nor by this mind. */
  private static String who(Source source) {
    if (source.imported()) {
      return source.fromPerson() ? "the person to another assistant:" : "another assistant:";
    }
    return source.fromPerson() ? "the person:" : "you:";
  }

  private static String line(Source source) {
    return "- [" + source.eventId() + "] " + flat(source) + " (" + Dates.day(source.tsMs()) + ")";
  }

  /** What a source takes in a list, on one line and without markers that would act again. */
  private static String flat(Source source) {
    String line = SPACES.matcher(visible(source).strip()).replaceAll(" ");
    if (line.length() <= LONGEST_LINE) {
      return line;
    }
    int end =
        Character.isHighSurrogate(line.charAt(LONGEST_LINE - 1)) ? LONGEST_LINE - 1 : LONGEST_LINE;
    return line.substring(0, end) + "…";
  }

  private static String visible(Source source) {
    return source.fromPerson() ? source.shown() : MarkerParser.visible(source.shown());
  }

  /** Over role, length and text of each turn, as docs/events.md says. */
  private static String hash(List<PromptTurn> turns, List<Source> sources) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (PromptTurn turn : turns) {
      byte[] text = bytes(turn.text());
      message.writeBytes(bytes(turn.speaker().id() + "\n" + text.length + "\n"));
      message.writeBytes(text);
      message.write('\n');
    }
    return KeyedDigest.of(message.toByteArray(), sources.stream().map(Source::salt).toList());
  }

  static String sha256(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
