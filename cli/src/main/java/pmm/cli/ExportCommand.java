package pmm.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The way out: the whole mind as JSON lines, or its conversations as other programs read them. */
@Command(
    footer = {
      "  pmm export --jsonl --out my-mind.jsonl",
      "  pmm export --jsonl | gzip > my-mind.jsonl.gz",
      "  pmm export --markdown ~/my-talks",
      "  pmm export --json talks.json",
      "  pmm export --openai conversations.json",
      "  pmm export --openai chatgpt.zip"
    })
final class ExportCommand implements Callable<Integer> {
  private static final String OUTPUT = "-";
  private static final String ZIP = ".zip";

  private final Shell shell;

  @Option(
      names = "--jsonl",
      description = "One event a line, with all that it takes to check and to import it.")
  boolean jsonl;

  @Option(
      names = "--markdown",
      paramLabel = "DIR",
      description =
          "A new folder with a file for each conversation, to be read by people, and theirs.")
  @Nullable Path markdown;

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = OUTPUT,
      paramLabel = "PLACE",
      description = "All conversations with all that is kept of them, as one JSON document.")
  @Nullable String json;

  @Option(
      names = "--openai",
      arity = "0..1",
      fallbackValue = OUTPUT,
      paramLabel = "PLACE",
      description = "All conversations as ChatGPT's conversations.json, which many programs read.")
  @Nullable String openai;

  @Option(
      names = "--out",
      paramLabel = "PLACE",
      description =
          "Write to a file that only you can read. A PLACE that ends in .zip, or in / for a new folder, gets the files of the messages too.")
  @Nullable String out;

  @Option(
      names = "--conversation",
      paramLabel = "ID",
      description = "Only this conversation; not with --jsonl.")
  @Nullable String conversation;

  ExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    long forms =
        Stream.of(jsonl, markdown != null, json != null, openai != null)
            .filter(asked -> asked)
            .count();
    if (forms != 1) {
      throw Failure.notDone(
          (forms == 0 ? "Say in which form to export" : "Say only one form")
              + ": one of --jsonl, --markdown DIR, --json, --openai");
    }
    if (jsonl) {
      if (conversation != null) {
        throw Failure.notDone("--jsonl is the whole mind (expected: no --conversation)");
      }
      return export("event", out, new LedgerLines(shell));
    }
    TalkExport talks = new TalkExport(shell, conversation);
    if (markdown != null) {
      if (out != null) {
        throw Failure.notDone("--markdown writes to " + markdown + " (expected: no --out)");
      }
      return folder(markdown, talks::markdown);
    }
    return json != null
        ? export(talks, TalkExport.Form.DOCUMENT, place(json))
        : export(talks, TalkExport.Form.CHATGPT, place(openai));
  }

  /** Where it goes; null for standard output. */
  private @Nullable String place(@Nullable String given) {
    boolean named = given != null && !given.equals(OUTPUT);
    if (named && out != null) {
      throw Failure.notDone("Say only one of " + given + ", --out " + out);
    }
    return named ? given : out;
  }

  private int export(TalkExport talks, TalkExport.Form form, @Nullable String place)
      throws IOException {
    if (place != null && place.toLowerCase(Locale.ROOT).endsWith(ZIP)) {
      return file("conversation", Path.of(place), path -> zip(path, talks, form));
    }
    if (place != null && (place.endsWith("/") || Files.isDirectory(Path.of(place)))) {
      return folder(Path.of(place), bundle -> talks.bundle(form, bundle));
    }
    return export("conversation", place, stream -> talks.alone(form, stream));
  }

  private static long zip(Path path, TalkExport talks, TalkExport.Form form) throws IOException {
    return Bundle.zip(path, bundle -> talks.bundle(form, bundle));
  }

  private int export(String what, @Nullable String place, WholeFile.Content content)
      throws IOException {
    if (place != null) {
      return file(what, Path.of(place), path -> WholeFile.write(path, content));
    }
    OutputStream stream = new BufferedOutputStream(shell.screen().raw(), 1 << 16);
    content.write(stream);
    stream.flush();
    if (shell.screen().raw().checkError()) {
      throw Failure.notDone("Standard output was closed before the export was complete");
    }
    return ExitCode.DONE;
  }

  /** Writes a file. */
  private interface Writing {
    long to(Path path) throws IOException;
  }

  private int file(String what, Path target, Writing writing) throws IOException {
    WholeFile.check(target.toAbsolutePath());
    if (Files.exists(target) && !shell.confirm(target + " is there already. Replace it?")) {
      throw Failure.notSo("Nothing was written; " + target + " is as it was.");
    }
    return done(writing.to(target.toAbsolutePath()), what, target);
  }

  private int folder(Path folder, Bundle.Filling filling) throws IOException {
    Path target = folder.toAbsolutePath().normalize();
    Bundle.checkFolder(target);
    return done(Bundle.folder(target, filling), "conversation", folder);
  }

  private int done(long count, String what, Path target) {
    shell.screen().result("Exported " + Text.count(count, what) + " to " + target);
    return ExitCode.DONE;
  }
}
