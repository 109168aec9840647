package pmm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.CancelImportRequest;
import pmm.mind.v1.DryRunRequest;
import pmm.mind.v1.DryRunResponse;
import pmm.mind.v1.FoundCharacter;
import pmm.mind.v1.FoundConversation;
import pmm.mind.v1.ImportProgress;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceBlockingStub;
import pmm.mind.v1.RunRequest;
import pmm.mind.v1.RunResponse;

/** Brings what another assistant kept to the mind, which tells by itself whose archive it is. */
final class ArchiveImport {
  /** How the lines of our own export begin. */
  private static final String OURS = "{\"content\":";

  private static final String DATABASE = "SQLite format 3\0";

  /** Where a database says which program it is of; those of PMM's predecessors say nothing. */
  private static final int APPLICATION_AT = 68;

  private static final int PEEK = 72;
  private static final int SHOWN = 20;
  private static final int TITLE = 50;

  private final Shell shell;
  private final boolean json;
  private final boolean withoutAttachments;
  private final List<String> conversations;

  ArchiveImport(Shell shell, boolean json, boolean withoutAttachments, List<String> conversations) {
    this.shell = shell;
    this.json = json;
    this.withoutAttachments = withoutAttachments;
    this.conversations = conversations;
  }

  /** Whether a file may be an archive of another assistant: by its first bytes, not its name. */
  static boolean mayBe(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return true;
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(place)) {
      start = in.readNBytes(PEEK);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    boolean marked = text.startsWith("\u00ef\u00bb\u00bf");
    String begin = (marked ? text.substring(3) : text).stripLeading();
    return (begin.startsWith("{") && !begin.startsWith(OURS))
        || begin.startsWith("[")
        || begin.startsWith("<")
        || text.startsWith("PK")
        || text.startsWith("\u0089PNG")
        || text.startsWith("\u001f\u008b")
        || (text.startsWith(DATABASE) && text.startsWith("\0\0\0\0", APPLICATION_AT));
  }

  /** A database alone would lack the rows that its program has put beside it so far. */
  private static void refuseOpenDatabase(Path place) throws IOException {
    Path log = place.resolveSibling(place.getFileName() + "-wal");
    if (Files.isRegularFile(place) && Files.exists(log) && Files.size(log) > 0) {
      throw Failure.notDone(
          log
              + " holds rows that are not in "
              + place.getFileName()
              + " yet. Close the program that writes them, or run: sqlite3 '"
              + place
              + "' 'PRAGMA wal_checkpoint(TRUNCATE)'. Then import again.");
    }
  }

  /** Says what an archive holds, and changes nothing. */
  int dryRun(Path place) throws IOException {
    refuseOpenDatabase(place);
    ImportServiceBlockingStub imports = shell.runningMesh().imports();
    String upload = ArchiveUpload.send(imports, shell.screen(), place);
    try {
      return dryRun(imports, upload, place);
    } finally {
      ArchiveUpload.drop(imports, upload);
    }
  }

  private int dryRun(ImportServiceBlockingStub imports, String upload, Path place) {
    List<FoundConversation> found = new ArrayList<>();
    List<FoundCharacter> characters = new ArrayList<>();
    ImportReport report = ImportReport.getDefaultInstance();
    Iterator<DryRunResponse> parts =
        imports.dryRun(DryRunRequest.newBuilder().setUploadId(upload).build());
    while (parts.hasNext()) {
      DryRunResponse part = parts.next();
      switch (part.getPartCase()) {
        case PROGRESS -> show(part.getProgress());
        case CONVERSATIONS -> found.addAll(part.getConversations().getConversationsList());
        case CHARACTERS -> characters.addAll(part.getCharacters().getCharactersList());
        case REPORT -> report = part.getReport();
        case PART_NOT_SET -> {}
      }
    }
    Screen screen = shell.screen();
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("dry_run", true);
      document.put("report", ProtoJson.of(report));
      document.put("conversations", ProtoJson.list(found));
      document.put("characters", ProtoJson.list(characters));
      screen.json(document);
      return ImportWords.exitCode(report);
    }
    screen.result(report.getFormatTitle() + ", " + Text.size(report.getArchiveBytes()));
    ImportWords.lines(report).forEach(screen::result);
    screen.table(found.stream().limit(SHOWN).map(talk -> row(talk, screen)).toList());
    if (found.size() > SHOWN) {
      screen.result("and " + Text.count(found.size() - SHOWN, "more", "more") + " (all: --json)");
    }
    ImportWords.warnings(characters).forEach(screen::result);
    screen.say("Nothing was changed. " + ImportWords.newIn(report));
    if (ImportWords.bringsNew(report)) {
      screen.say(
          "To import it: " + shell.commandLine("import " + Text.shellWord(place.toString())));
    }
    return ImportWords.exitCode(report);
  }

  private static List<String> row(FoundConversation talk, Screen screen) {
    return List.of(
        "  " + (talk.hasCreateTime() ? When.minute(talk.getCreateTime()) : "no date"),
        Text.fit(talk.getTitle().isBlank() ? "(no title)" : talk.getTitle(), TITLE),
        Text.count(talk.getMessageCount(), "message"),
        talk.getNewMessageCount() == 0 ? "here already" : "",
        screen.dim(Text.oneLine(talk.getOriginalId())));
  }

  /** Imports an archive. */
  int run(Path place) throws IOException {
    refuseOpenDatabase(place);
    ImportServiceBlockingStub imports = shell.runningMesh().imports();
    String upload = ArchiveUpload.send(imports, shell.screen(), place);
    String request = UUID.randomUUID().toString();
    ImportReport report;
    try (Leaving leaving = new Leaving(() -> cancel(imports, request))) {
      report =
          follow(
              imports.run(
                  RunRequest.newBuilder()
                      .setUploadId(upload)
                      .setRequestId(request)
                      .addAllOriginalIds(conversations)
                      .setConversationsOnly(!conversations.isEmpty())
                      .setWithoutAttachments(withoutAttachments)
                      .build()));
    } finally {
      ArchiveUpload.drop(imports, upload);
    }
    return tell(report);
  }

  private ImportReport follow(Iterator<RunResponse> parts) {
    ImportReport report = ImportReport.getDefaultInstance();
    while (parts.hasNext()) {
      RunResponse part = parts.next();
      switch (part.getPartCase()) {
        case PROGRESS -> show(part.getProgress());
        case REPORT -> report = part.getReport();
        case PART_NOT_SET -> {}
      }
    }
    return report;
  }

  /** The import is the mind's, and would go on. */
  private static void cancel(ImportServiceBlockingStub imports, String request) {
    imports.cancelImport(CancelImportRequest.newBuilder().setRequestId(request).build());
  }

  private int tell(ImportReport report) {
    Screen screen = shell.screen();
    if (json) {
      screen.json(ProtoJson.of(report));
      return ImportWords.exitCode(report);
    }
    screen.result(ImportWords.done(report));
    ImportWords.lines(report).forEach(screen::result);
    if (report.getAdded().getMemories() + report.getAdded().getProfiles() > 0) {
      screen.say("What it had remembered waits for you: " + command("memory list --proposed"));
    }
    if (!report.getImportId().isEmpty()) {
      screen.say("The report: " + command("import --report " + report.getImportId()));
      screen.say("To take it out again: " + command("import --undo " + report.getImportId()));
    }
    return ImportWords.exitCode(report);
  }

  private String command(String line) {
    return shell.commandLine(line);
  }

  private void show(ImportProgress progress) {
    String counts =
        progress.getConversationCount() == 0
            ? ""
            : "  "
                + Text.count(progress.getConversationCount(), "conversation")
                + ", "
                + Text.count(progress.getMessageCount(), "message");
    if (progress.getTotalBytes() == 0) {
      shell.screen().progress(progress.getDoing() + counts);
    } else {
      shell
          .screen()
          .progress(
              progress.getDoing() + counts, progress.getReadBytes(), progress.getTotalBytes());
    }
  }
}
