package pmm.mind.archive.model;

import java.util.List;
import java.util.Optional;

/**
 * One part of a message, in the order of the message. Parts are never joined: each text keeps its
 * own boundaries.
 */
public sealed interface Part {

  /**
   * Words as they were shown.
   *
   * @param text the words, without the archive's own citation marks
   * @param citations what was cited, in order
   * @param original the words as the archive has them, if they differ from {@code text}
   */
  record Text(String text, List<Citation> citations, Optional<String> original) implements Part {
    /** Words that cite nothing. */
    public static Text of(String text) {
      return new Text(text, List.of(), Optional.empty());
    }

    /** Takes its own copy of the list. */
    public Text {
      citations = List.copyOf(citations);
    }
  }

  /**
   * A source that a text refers to.
   *
   * @param start where in {@link Text#text()} it belongs, in UTF-16 units; -1 if the archive does
   *     not say
   * @param end behind its last unit, at least {@code start}
   * @param title its title, empty if unknown
   * @param url its address, empty if it has none; never fetched
   * @param raw all the archive says of it; of a group, the first source holds what the archive says
   *     of all, and the others are empty
   */
  record Citation(int start, int end, String title, String url, String raw) {}

  /**
   * What the old assistant thought before it answered. Kept apart; never a fact, never words of the
   * answer.
   */
  record Reasoning(String text) implements Part {}

  /**
   * A tool was called.
   *
   * @param name the tool's name
   * @param input what it was given: JSON if the archive has JSON, else text
   */
  record ToolCall(String name, String input) implements Part {}

  /**
   * What a tool gave back.
   *
   * @param name the tool's name, empty if the archive does not say
   * @param text its words
   * @param error whether it failed
   */
  record ToolResult(String name, String text, boolean error) implements Part {}

  /** Code that was shown; the language is empty if unknown. */
  record Code(String language, String text) implements Part {}

  /** Words that were spoken and written down by the old assistant. */
  record Transcript(String text) implements Part {}

  /**
   * What was told to the old assistant beside the talk (custom instructions, its memory). Never
   * words of the person.
   *
   * @param kind the archive's own name of it
   */
  record Context(String kind, String text) implements Part {}

  /**
   * A file.
   *
   * @param reference the archive's own name for it, such as {@code file-service://file-x}; empty if
   *     it has none
   * @param name the name the person knows, empty if unknown
   * @param mime its media type, empty if unknown
   * @param size its size in bytes as the archive says, or -1
   * @param sha256 its digest as the archive says, in lower-case hex
   * @param text the words in it, where the archive holds these in place of the bytes
   * @param content its bytes; empty if the archive does not hold them
   */
  record Attachment(
      String reference,
      String name,
      String mime,
      long size,
      Optional<String> sha256,
      Optional<String> text,
      Optional<Content> content)
      implements Part {}

  /**
   * A part that this version cannot show.
   *
   * @param type what the archive calls it
   * @param raw all of it
   */
  record Unknown(String type, String raw) implements Part {}
}
