package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import pmm.mindstate.Commitment;
import pmm.mindstate.Commitments;
import pmm.mindstate.Memories;
import pmm.mindstate.MindState;
import pmm.mindstate.Trait;

/**
 * How two minds differ, in words.
 *
 * @param a the one
 * @param b the other
 * @param common how many events both begin with
 * @param rows what is not the same in both
 * @param memoriesOnlyA what only the one remembers
 * @param memoriesOnlyB what only the other remembers
 * @param promisesOnlyA promises, and how they stand, that are so only in the one
 * @param promisesOnlyB likewise in the other
 */
record MindDifference(
    ReplayedMind a,
    ReplayedMind b,
    long common,
    List<Row> rows,
    List<String> memoriesOnlyA,
    List<String> memoriesOnlyB,
    List<String> promisesOnlyA,
    List<String> promisesOnlyB) {

  /** One thing that is not the same in both. */
  record Row(String what, String a, String b) {}

  /** How the two histories stand to each other. */
  enum Relation {
    SAME,
    A_GOES_ON,
    B_GOES_ON,
    FORKED,
    STRANGERS
  }

  static MindDifference between(ReplayedMind a, ReplayedMind b) {
    Set<String> memoriesA = memories(a.state().memories());
    Set<String> memoriesB = memories(b.state().memories());
    Set<String> promisesA = promises(a.state().commitments());
    Set<String> promisesB = promises(b.state().commitments());
    return new MindDifference(
        a,
        b,
        a.inCommonWith(b),
        rows(a.state(), b.state()),
        without(memoriesA, memoriesB),
        without(memoriesB, memoriesA),
        without(promisesA, promisesB),
        without(promisesB, promisesA));
  }

  Relation relation() {
    boolean aEnds = common == a.events();
    boolean bEnds = common == b.events();
    if (aEnds && bEnds) {
      return Relation.SAME;
    }
    if (common == 0) {
      return Relation.STRANGERS;
    }
    return aEnds ? Relation.B_GOES_ON : bEnds ? Relation.A_GOES_ON : Relation.FORKED;
  }

  private static List<Row> rows(MindState a, MindState b) {
    List<Row> rows = new ArrayList<>();
    add(rows, "name", orNone(a.identity().name()), orNone(b.identity().name()));
    add(rows, "you", orNone(a.identity().personName()), orNone(b.identity().personName()));
    add(rows, "stage", MindWords.stage(a.growth().stage()), MindWords.stage(b.growth().stage()));
    add(rows, "speaks through", a.models().selected().modelId(), b.models().selected().modelId());
    add(
        rows,
        "messages",
        number(a.conversations().exchanged()),
        number(b.conversations().exchanged()));
    add(rows, "memories", memoryCount(a.memories()), memoryCount(b.memories()));
    add(rows, "promises", promiseCount(a.commitments()), promiseCount(b.commitments()));
    for (Trait trait : Trait.values()) {
      add(rows, trait.id(), score(a, trait), score(b, trait));
    }
    return rows;
  }

  private static void add(List<Row> rows, String what, String a, String b) {
    if (!a.equals(b)) {
      rows.add(new Row(what, Text.oneLine(a), Text.oneLine(b)));
    }
  }

  private static String orNone(String name) {
    return name.isEmpty() ? "none yet" : name;
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String score(MindState mind, Trait trait) {
    return String.format(Locale.ROOT, "%.2f", mind.traits().score(trait));
  }

  private static String memoryCount(Memories memories) {
    return number(memories.kept().size()) + " kept";
  }

  private static String promiseCount(Commitments promises) {
    return "%,d kept, %,d let go, %,d open"
        .formatted(promises.closed(), promises.expired(), promises.open().size());
  }

  private static Set<String> memories(Memories memories) {
    Set<String> texts = new LinkedHashSet<>();
    memories.kept().forEach(entry -> texts.add(entry.getValue().text()));
    return texts;
  }

  private static Set<String> promises(Commitments promises) {
    Set<String> texts = new LinkedHashSet<>();
    for (Map.Entry<Long, Commitment> entry : promises.all()) {
      String text = entry.getValue().text();
      String words = text.isEmpty() ? "promise " + entry.getKey() + ", its words forgotten" : text;
      texts.add(words + " (" + MindWords.state(entry.getValue().state()) + ")");
    }
    return texts;
  }

  private static List<String> without(Set<String> all, Set<String> others) {
    return all.stream().filter(text -> !others.contains(text)).toList();
  }
}
