package pmm.mind.importing;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedNode;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.contract.Requests;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.UnreadableItem;
import pmm.mindstate.Words;

/** Counts what an archive holds, and what of it is new. */
final class Tally {
  private static final int MOST_UNREADABLE = 100;
  private static final int MOST_UNUSED = 20;
  private static final int LONGEST = 300;

  private final ImportCounts.Builder found = ImportCounts.newBuilder();
  private final ImportCounts.Builder added = ImportCounts.newBuilder();
  private final ImportReport.Builder report = ImportReport.newBuilder();
  private final Oddities oddities = new Oddities();
  private final Set<String> used = new HashSet<>();
  private final boolean withFiles;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  /** A tally; files are counted as added only where they are taken in. */
  Tally(boolean withFiles) {
    this.withFiles = withFiles;
  }

  /**
   * What one conversation holds.
   *
   * @param added what of it counts as added
   */
  record Counted(long messages, long newMessages, long fileBytes, ImportCounts added) {}

  /**
   * Counts a conversation.
   *
   * @param isNew whether the conversation as a whole is new
   * @param newNode whether a message is new and is taken in
   * @param late the files of one that is not new which come only now
   */
  Counted conversation(
      ArchivedConversation talk,
      boolean isNew,
      Predicate<ArchivedNode> newNode,
      Function<ArchivedNode, List<Part.Attachment>> late) {
    ImportCounts.Builder all = ImportCounts.newBuilder();
    ImportCounts.Builder fresh = ImportCounts.newBuilder();
    for (ArchivedNode node : talk.nodes()) {
      if (!node.placeholder()) {
        count(all, node, true);
        node.parts().forEach(this::use);
        if (newNode.test(node)) {
          count(fresh, node, withFiles);
        } else if (withFiles) {
          late.apply(node).forEach(file -> addFile(fresh, file));
        }
        node.created().micros().ifPresent(this::at);
      }
    }
    oddities.take(talk);
    long parting = branchPoints(talk.nodes());
    countWhole(all, all.getMessages(), parting);
    if (isNew) {
      countWhole(fresh, all.getMessages(), parting);
    }
    found(all.build());
    added(fresh.build());
    return new Counted(
        all.getMessages(), fresh.getMessages(), all.getAttachmentBytes(), fresh.build());
  }

  /** The archive holds so much more. */
  void found(ImportCounts more) {
    add(found, more, 1);
  }

  /** So much more of it is new. */
  void added(ImportCounts more) {
    add(added, more, 1);
  }

  /** The ledger did not take what was counted as added. */
  void refused(ImportCounts less, Place place, String title, String why) {
    add(added, less, -1);
    unreadable(place.toString(), title, "The ledger refused it: " + why);
  }

  private static void add(ImportCounts.Builder counts, ImportCounts more, int sign) {
    for (FieldDescriptor field : more.getAllFields().keySet()) {
      if (!field.isMapField()) {
        counts.setField(field, (long) counts.getField(field) + sign * (long) more.getField(field));
      }
    }
    more.getMessagesByRoleMap()
        .forEach((role, count) ->
            counts.putMessagesByRole(
                role, counts.getMessagesByRoleOrDefault(role, 0) + sign * count));
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
          addFile(counts, file);
        } else if (file.content().isEmpty() && file.text().isEmpty()) {
          counts.setMissingAttachments(counts.getMissingAttachments() + 1);
        }
      }
    }
  }

  private static void addFile(ImportCounts.Builder counts, Part.Attachment file) {
    counts.setAttachments(counts.getAttachments() + 1);
    counts.setAttachmentBytes(counts.getAttachmentBytes() + file.content().orElseThrow().size());
  }

  private static long branchPoints(List<ArchivedNode> nodes) {
    Map<Optional<String>, Integer> successors = new HashMap<>();
    nodes.forEach(node -> successors.merge(node.parent(), 1, Integer::sum));
    return successors.values().stream().filter(count -> count > 1).count();
  }

  private void use(Part part) {
    if (part instanceof Part.Attachment file) {
      file.content().ifPresent(this::use);
    }
  }

  /** A file of the archive is that of a message or of a character. */
  void use(Content file) {
    used.add(file.member());
  }

  /** Counts the files of the archive that nothing was read from and that nothing names. */
  void others(List<? extends Content> files) {
    for (Content file : files) {
      if (!used.contains(file.member())) {
        found.setUnusedFiles(found.getUnusedFiles() + 1);
        found.setUnusedBytes(found.getUnusedBytes() + file.size());
        if (found.getUnusedFiles() <= MOST_UNUSED) {
          report.addUnusedFileNames(shortened(file.member()));
        }
      }
    }
  }

  private void at(long micros) {
    first = Math.min(first, micros);
    last = Math.max(last, micros);
  }

  /** The bytes of a file that was counted as added could not be read. */
  void unread(Part.Attachment file, String why) {
    ImportCounts.Builder one = ImportCounts.newBuilder();
    addFile(one, file);
    add(added, one.build(), -1);
    unreadable(file.content().orElseThrow().member(), file.name(), why);
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
    return Words.first(Mended.text(text), LONGEST);
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
        report
            .clone()
            .setFound(found)
            .setAdded(added)
            .putAllOddities(oddities.counts())
            .addAllRemarks(oddities.remarks());
    counted.setWithAttachments(withFiles);
    if (first <= last) {
      counted.setFirstTime(Requests.timestamp(Math.floorDiv(first, 1000L)));
      counted.setLastTime(Requests.timestamp(Math.floorDiv(last, 1000L)));
    }
    return counted;
  }
}
