package pmm.cli;

import java.util.List;

/** Where words are forgotten: the running mesh, or the file itself where nothing runs. */
interface ForgetPlace extends AutoCloseable {
  /** How a mention is related that was given the words and does not repeat them. */
  String GIVEN = "given";

  /** What one request takes. */
  int MOST_EVENTS = 3000;

  /** An event as it is shown before it is forgotten. */
  record Shown(long id, String kind, String text, boolean hasContent) {}

  /** An event that holds words of another one, or may: memory, words, sibling or given. */
  record Mention(Shown event, String relation, long ofEvent) {}

  /**
   * What else holds the words of some events.
   *
   * @param mentions the newest of those given it are the last of them
   * @param givenCount how many were given it
   * @param truncated more hold the words
   */
  record Found(List<Mention> mentions, int givenCount, boolean truncated) {}

  /** What was done by one request. */
  record Done(
      long redaction,
      List<Long> contents,
      List<Long> metas,
      List<String> pending,
      List<String> unreachable) {}

  /** Fails for one that is not there. */
  Shown event(long id);

  /** Those of a conversation that hold words. */
  List<Long> ofConversation(String id);

  Found mentions(List<Long> ids);

  Done forget(List<Long> ids, boolean withMeta);

  @Override
  void close();
}
