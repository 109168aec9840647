package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import pmm.mind.v1.FoundCharacter;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportState;
import pmm.mind.v1.UnreadableItem;

/** Reports of imports as a person reads them. */
final class ImportWords {
  private static final int SHOWN = 20;
  private static final int WIDTH = 160;
  private static final int TITLE = 50;
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
    if (report.getState() == ImportState.IMPORT_STATE_CUT_SHORT) {
      return "An import from %s was cut short after %s; the same archive again completes it"
          .formatted(report.getFormatTitle(), Text.count(report.getAddedEventCount(), "event"));
    }
    if (report.getAddedEventCount() == 0) {
      return "Nothing new: " + nothing(report);
    }
    return (report.getCancelled() ? "Stopped. What was imported stays: " : "Imported ")
        + added(report.getAdded())
        + " from "
        + report.getFormatTitle()
        + " ("
        + Text.count(report.getAddedEventCount(), "event")
        + ")";
  }

  /** What became of it, where it is not simply there. */
  static String state(ImportReport report) {
    if (report.getState() == ImportState.IMPORT_STATE_CUT_SHORT) {
      return "cut short";
    }
    return report.getUndone() ? "taken out again" : report.getCancelled() ? "stopped" : "";
  }

  /** What a run would add, in one line. */
  static String newIn(ImportReport report) {
    return bringsNew(report)
        ? "New in it: " + added(report.getAdded()) + "."
        : "Nothing new: " + nothing(report);
  }

  /** Whether a run would add anything. */
  static boolean bringsNew(ImportReport report) {
    ImportCounts fresh = report.getAdded();
    return fresh.getMessages()
            + fresh.getMemories()
            + fresh.getProfiles()
            + fresh.getRecords()
            + fresh.getCharacters()
            + fresh.getEmptyConversations()
            + fresh.getAttachments()
        > 0;
  }

  private static String nothing(ImportReport report) {
    if (report.getNotReadCount() == 0) {
      return "all of it is here already.";
    }
    return anyRead(report)
        ? "what of it could be read is here already."
        : "none of it could be read, and nothing was changed.";
  }

  private static boolean anyRead(ImportReport report) {
    return !report.getFound().toBuilder()
        .clearUnusedFiles()
        .clearUnusedBytes()
        .build()
        .equals(ImportCounts.getDefaultInstance());
  }

  /** What the command answers a script with: an archive of which nothing could be read failed. */
  static int exitCode(ImportReport report) {
    return report.getNotReadCount() > 0 && !anyRead(report) ? ExitCode.NOT_DONE : ExitCode.DONE;
  }

  /** What an archive holds, line by line. */
  static List<String> lines(ImportReport report) {
    ImportCounts found = report.getFound();
    List<String> lines = new ArrayList<>();
    if (report.getState() == ImportState.IMPORT_STATE_CUT_SHORT) {
      return lines;
    }
    if (report.getUndone()) {
      lines.add("It was taken out again");
    }
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
    if (found.getUnusedFiles() > 0) {
      String names = String.join(", ", report.getUnusedFileNamesList());
      String line =
          "  Not used: %s, %s"
              .formatted(
                  Text.count(found.getUnusedFiles(), "file"), Text.size(found.getUnusedBytes()));
      lines.add(names.isEmpty() ? line : Text.fit(line + ": " + names, WIDTH));
    }
    lines.addAll(OddWords.lines(report));
    if (report.getNotReadCount() > 0) {
      lines.add("Not read: " + report.getNotReadCount());
      for (UnreadableItem item : report.getUnreadableList().stream().limit(SHOWN).toList()) {
        String title = item.getTitle().isBlank() ? "" : " “" + item.getTitle() + "”";
        lines.add("  " + Text.fit(item.getPlace() + title + ": " + item.getWhy(), WIDTH));
      }
    }
    return lines;
  }

  /** What is dangerous about the characters of an archive, line by line. */
  static List<String> warnings(List<FoundCharacter> characters) {
    List<String> lines = new ArrayList<>();
    for (FoundCharacter character : characters) {
      String name = Text.fit(Text.oneLine(character.getName()), TITLE);
      for (String warning : character.getWarningsList()) {
        lines.add(Text.fit("Mind “" + name + "”: " + Text.oneLine(warning), WIDTH));
      }
    }
    return lines.size() <= SHOWN ? lines : lines.subList(0, SHOWN);
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

  /** What came in, or would: files too, as they may be all of it. */
  private static String added(ImportCounts counts) {
    return counts.getAttachments() == 0
        ? counts(counts)
        : counts(counts) + ", " + Text.count(counts.getAttachments(), "file");
  }

  private static void add(List<String> parts, long count, String one, String many) {
    if (count > 0) {
      parts.add(Text.count(count, one, many));
    }
  }
}
