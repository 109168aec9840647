package pmm.mind.importing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.v1.ImportRemark;
import pmm.mindstate.Words;

/** What is odd in an archive: all of it counted, the first of it told one by one. */
final class Oddities {
  private static final int MOST = 100;

  /** So many of a kind are told, however many of others there are. */
  private static final int OF_EACH = 10;

  private static final int LONGEST_PLACE = 100;
  private static final int LONGEST_DETAIL = 200;

  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, Integer> told = new HashMap<>();
  private final List<ImportRemark> remarks = new ArrayList<>();

  /** How often each kind was seen. */
  Map<String, Long> counts() {
    return counts;
  }

  /** The first ones. */
  List<ImportRemark> remarks() {
    return remarks;
  }

  /** Takes what is odd about a conversation and its messages. */
  void take(ArchivedConversation talk) {
    talk.oddities().forEach(oddity -> take(oddity, talk));
    time(talk, "", "create_time", talk.created());
    time(talk, "", "update_time", talk.updated());
    mended(talk, "", Mended.count(talk.title()));
    for (ArchivedNode node : talk.nodes()) {
      if (!node.placeholder()) {
        time(talk, node.originalId(), "time", node.created());
        mended(
            talk,
            node.originalId(),
            node.parts().stream().map(Parts::written).mapToLong(Mended::count).sum());
      }
    }
  }

  private void mended(ArchivedConversation talk, String node, long count) {
    if (count > 0) {
      String what = node.isEmpty() ? "its title" : "its words";
      String detail = "%s could not be stored as written: %d".formatted(what, count);
      take(Oddity.Kind.CHARACTER_MENDED, node, detail + " characters, U+FFFD now", count, talk);
    }
  }

  private void time(ArchivedConversation talk, String node, String which, ArchivedTime time) {
    if (time.guessed()) {
      Instant read = Instant.ofEpochMilli(Math.floorDiv(time.micros().orElseThrow(), 1000L));
      String detail = "%s %s was read as %s".formatted(which, raw(time), read);
      take(Oddity.Kind.TIME_GUESSED, node, detail, 1, talk);
    } else if (!time.known() && !time.raw().isEmpty()) {
      String detail = "%s %s is none that can be read".formatted(which, raw(time));
      take(Oddity.Kind.TIME_UNREADABLE, node, detail, 1, talk);
    }
  }

  private static String raw(ArchivedTime time) {
    return shortened(time.raw(), LONGEST_PLACE);
  }

  private void take(
      Oddity.Kind kind, String node, String detail, long count, ArchivedConversation talk) {
    String given = ContentHash.given(node);
    String of = given.isEmpty() ? "" : "message " + Words.first(given, LONGEST_PLACE / 2) + ": ";
    take(new Oddity(kind, node, of + detail, count), talk);
  }

  private void take(Oddity oddity, ArchivedConversation talk) {
    String kind = oddity.kind().id();
    if (oddity.count() > 0) {
      counts.merge(kind, oddity.count(), Long::sum);
    }
    int ofKind = told.merge(kind, 1, Integer::sum);
    if (remarks.size() < MOST || ofKind <= OF_EACH) {
      remarks.add(
          ImportRemark.newBuilder()
              .setKind(kind)
              .setPlace(shortened(place(talk), LONGEST_PLACE))
              .setDetail(shortened(oddity.detail(), LONGEST_DETAIL))
              .build());
    }
  }

  private static String place(ArchivedConversation talk) {
    if (!talk.title().isBlank()) {
      return talk.title();
    }
    String given = ContentHash.given(talk.originalId());
    return given.isEmpty() ? talk.place().toString() : given;
  }

  private static String shortened(String text, int longest) {
    return Words.first(Mended.text(text), longest);
  }
}
