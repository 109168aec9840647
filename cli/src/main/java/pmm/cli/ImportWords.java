package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.UnreadableItem;

/** Reports of imports as a person reads them. */
final class ImportWords {
  private static final int SHOWN = 20;
  private static final int WIDTH = 160;
  private static final Map<String, String> ROLES =
      Map.of(
          "person", "yours",
          "assistant", "the assistant's",
          "tool", "of tools",
          "system", "hidden instructions",
          "other", "of others");

  private ImportWords() {}

  /** What came of a run, in one line. */
  static String done(ImportReport report) {
    if (report.getAddedEventCount() == 0) {
      return "Nothing new: all of it is here already.";
    }
    return (report.getCancelled() ? "Stopped. What was imported stays: " : "Imported ")
        + counts(report.getAdded())
        + " from "
        + report.getFormatTitle()
        + " ("
        + Text.count(report.getAddedEventCount(), "event")
        + ")";
  }

  /** What a run would add, in one line. */
  static String newIn(ImportReport report) {
    ImportCounts fresh = report.getAdded();
    boolean any =
        fresh.getMessages()
                + fresh.getMemories()
                + fresh.getProfiles()
                + fresh.getRecords()
                + fresh.getCharacters()
                + fresh.getEmptyConversations()
            > 0;
    return any ? "New in it: " + counts(fresh) + "." : "All of it is here already.";
  }

  /** What an archive holds, line by line. */
  static List<String> lines(ImportReport report) {
    ImportCounts found = report.getFound();
    List<String> lines = new ArrayList<>();
    lines.add("In the archive: " + counts(found) + dates(report));
    if (!found.getMessagesByRoleMap().isEmpty()) {
      lines.add("  Messages: " + roles(found));
    }
    if (found.getBranchPoints() > 0) {
      lines.add("  Branches part at " + Text.count(found.getBranchPoints(), "place"));
    }
    if (found.getAttachments() + found.getMissingAttachments() > 0) {
      lines.add(
          "  Files: "
              + found.getAttachments()
              + " in it ("
              + Text.size(found.getAttachmentBytes())
              + "), "
              + found.getMissingAttachments()
              + " only named");
    }
    report
        .getOdditiesMap()
        .forEach((kind, count) -> lines.add("  Odd: " + kind.replace('_', ' ') + ", " + count));
    if (report.getNotReadCount() > 0) {
      lines.add("Not read: " + report.getNotReadCount());
      for (UnreadableItem item : report.getUnreadableList().stream().limit(SHOWN).toList()) {
        String title = item.getTitle().isBlank() ? "" : " “" + item.getTitle() + "”";
        lines.add("  " + Text.fit(item.getPlace() + title + ": " + item.getWhy(), WIDTH));
      }
    }
    return lines;
  }

  private static String roles(ImportCounts counts) {
    return counts.getMessagesByRoleMap().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(role ->
            "%,d %s".formatted(role.getValue(), ROLES.getOrDefault(role.getKey(), role.getKey())))
        .collect(Collectors.joining(", "));
  }

  private static String dates(ImportReport report) {
    return report.hasFirstTime()
        ? ", "
            + day(When.minute(report.getFirstTime()))
            + " to "
            + day(When.minute(report.getLastTime()))
        : "";
  }

  private static String day(String minute) {
    return minute.substring(0, minute.indexOf(' '));
  }

  private static String counts(ImportCounts counts) {
    List<String> parts = new ArrayList<>();
    parts.add(Text.count(counts.getConversations(), "conversation"));
    parts.add(Text.count(counts.getMessages(), "message"));
    add(parts, counts.getEmptyConversations(), "empty conversation", "empty conversations");
    add(parts, counts.getMemories(), "memory", "memories");
    add(parts, counts.getProfiles(), "part of a profile", "parts of a profile");
    add(parts, counts.getCharacters(), "character", "characters");
    add(parts, counts.getRecords(), "record", "records");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String one, String many) {
    if (count > 0) {
      parts.add(Text.count(count, one, many));
    }
  }
}
