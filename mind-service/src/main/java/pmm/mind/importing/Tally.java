package pmm.mind.importing;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Oddity;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.contract.Requests;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.UnreadableItem;

/** Counts what an archive holds, and what of it is new. */
final class Tally {
  private static final int MOST_UNREADABLE = 100;
  private static final int LONGEST_WHY = 500;

  private final ImportCounts.Builder found = ImportCounts.newBuilder();
  private final ImportCounts.Builder added = ImportCounts.newBuilder();
  private final ImportReport.Builder report = ImportReport.newBuilder();
  private final Map<String, Long> oddities = new HashMap<>();
  private final boolean withFiles;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** A tally; files are counted as added only where they are taken in. */
  Tally(boolean withFiles) {
    this.withFiles = withFiles;
  }

  /** What one conversation holds. */
  record Counted(long messages, long newMessages, long fileBytes) {}

  /**
   * Counts a conversation.
   *
   * @param isNew whether the conversation as a whole is new
   * @param newNode whether a message is new and is taken in
   */
  Counted conversation(ArchivedConversation talk, boolean isNew, Predicate<ArchivedNode> newNode) {
    long messages = 0;
    long fresh = 0;
    long bytesBefore = found.getAttachmentBytes();
    for (ArchivedNode node : talk.nodes()) {
      if (!node.placeholder()) {
        messages++;
        count(found, node, true);
        if (newNode.test(node)) {
          fresh++;
          count(added, node, withFiles);
        }
        node.created().micros().ifPresent(this::at);
      }
    }
    long parting = branchPoints(talk.nodes());
    countWhole(found, messages, parting);
    if (isNew) {
      countWhole(added, messages, parting);
    }
    for (Oddity oddity : talk.oddities()) {
      oddities.merge(oddity.kind().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }
    return new Counted(messages, fresh, found.getAttachmentBytes() - bytesBefore);
  }

  private static void countWhole(ImportCounts.Builder counts, long messages, long parting) {
    if (messages == 0) {
      counts.setEmptyConversations(counts.getEmptyConversations() + 1);
    } else {
      counts.setConversations(counts.getConversations() + 1);
    }
    counts.setBranchPoints(counts.getBranchPoints() + parting);
  }

  private static void count(ImportCounts.Builder counts, ArchivedNode node, boolean files) {
    String role = node.role().name().toLowerCase(Locale.ROOT);
    counts.setMessages(counts.getMessages() + 1);
    counts.putMessagesByRole(role, counts.getMessagesByRoleOrDefault(role, 0) + 1);
    for (Part part : node.parts()) {
      if (part instanceof Part.Attachment file) {
        if (file.content().isPresent() && files) {
          counts.setAttachments(counts.getAttachments() + 1);
          counts.setAttachmentBytes(
              counts.getAttachmentBytes() + file.content().orElseThrow().size());
        } else if (file.content().isEmpty() && file.text().isEmpty()) {
          counts.setMissingAttachments(counts.getMissingAttachments() + 1);
        }
      }
    }
  }

  private static long branchPoints(List<ArchivedNode> nodes) {
    Map<Optional<String>, Integer> successors = new HashMap<>();
    nodes.forEach(node -> successors.merge(node.parent(), 1, Integer::sum));
    return successors.values().stream().filter(count -> count > 1).count();
  }

  private void at(long micros) {
    first = Math.min(first, micros);
    last = Math.max(last, micros);
  }

  void memory(boolean isNew) {
    found.setMemories(found.getMemories() + 1);
    added.setMemories(added.getMemories() + (isNew ? 1 : 0));
  }

  void profile(boolean isNew) {
    found.setProfiles(found.getProfiles() + 1);
    added.setProfiles(added.getProfiles() + (isNew ? 1 : 0));
  }

  void character(boolean isNew) {
    found.setCharacters(found.getCharacters() + 1);
    added.setCharacters(added.getCharacters() + (isNew ? 1 : 0));
  }

  void record(boolean isNew) {
    found.setRecords(found.getRecords() + 1);
    added.setRecords(added.getRecords() + (isNew ? 1 : 0));
  }

  void unreadable(Unreadable item) {
    unreadable(item.place().toString(), item.title(), item.why());
  }

  void unreadable(String place, String title, String why) {
    report.setNotReadCount(report.getNotReadCount() + 1);
    if (report.getNotReadCount() <= MOST_UNREADABLE) {
      report.addUnreadable(
          UnreadableItem.newBuilder()
              .setPlace(shortened(place))
              .setTitle(shortened(title))
              .setWhy(shortened(why)));
    }
  }

  private static String shortened(String text) {
    return pmm.mindstate.Words.first(Cuts.storable(text), LONGEST_WHY);
  }

  long conversations() {
    return found.getConversations() + found.getEmptyConversations();
  }

  long messages() {
    return found.getMessages();
  }

  /** What was counted so far, as a report to be completed. */
  ImportReport.Builder report() {
    ImportReport.Builder counted =
        report.clone().setFound(found).setAdded(added).putAllOddities(oddities);
    counted.setWithAttachments(withFiles);
    if (first <= last) {
      counted.setFirstTime(Requests.timestamp(Math.floorDiv(first, 1000L)));
      counted.setLastTime(Requests.timestamp(Math.floorDiv(last, 1000L)));
    }
    return counted;
  }
}
