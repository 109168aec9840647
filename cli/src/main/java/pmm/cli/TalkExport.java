package pmm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.mindstate.transcript.ChatGptWriter;
import pmm.mindstate.transcript.DocumentWriter;
import pmm.mindstate.transcript.KeptFiles;
import pmm.mindstate.transcript.Transcripts;

/** Conversations on their way out, alone or with the files that belong to them. */
final class TalkExport {
  private final Shell shell;
  private final @Nullable String conversation;

  /**
   * An export.
   *
   * @param conversation the only one that leaves; null for all
   */
  TalkExport(Shell shell, @Nullable String conversation) {
    this.shell = shell;
    this.conversation = conversation;
  }

  /** How other programs have conversations. */
  enum Form {
    /** Our own document. */
    DOCUMENT("talks.json", KeptFiles.Form.FOLDER),
    /** What ChatGPT's readers read. */
    CHATGPT("conversations.json", KeptFiles.Form.CHATGPT);

    private final String file;
    private final KeptFiles.Form files;

    Form(String file, KeptFiles.Form files) {
      this.file = file;
      this.files = files;
    }

    private Transcripts.Sink to(OutputStream stream) throws IOException {
      return this == DOCUMENT ? new DocumentWriter(stream) : new ChatGptWriter(stream);
    }
  }

  /** Writes the conversations by themselves, and says so where files belong to them. */
  long alone(Form form, OutputStream stream) throws IOException {
    try (StoredEvents events = StoredEvents.of(shell)) {
      KeptFiles files = new KeptFiles(KeptFiles.Form.NONE);
      long count = read(events, files.before(form.to(stream)));
      int left = files.chunks().size();
      if (left > 0) {
        shell
            .screen()
            .say(
                "Not in it: "
                    + Text.count(left, "file")
                    + " of these messages. They come along in a ZIP or a folder: "
                    + shell.commandLine(
                        "export --" + (form == Form.DOCUMENT ? "json" : "openai") + " talks.zip"));
      }
      return count;
    }
  }

  /** Writes the conversations with their files. */
  long bundle(Form form, Bundle bundle) throws IOException {
    try (StoredEvents events = StoredEvents.of(shell)) {
      KeptFiles files = new KeptFiles(form.files);
      long count = bundle.add(form.file, stream -> read(events, files.before(form.to(stream))));
      add(files, events, bundle);
      if (form == Form.CHATGPT && !files.names().isEmpty()) {
        byte[] names = Json.print(files.names()).getBytes(StandardCharsets.UTF_8);
        bundle.add(
            "conversation_asset_file_names.json",
            stream -> {
              stream.write(names);
              return names.length;
            });
      }
      return count;
    }
  }

  /** Writes a file for each conversation, and theirs. */
  long markdown(Bundle bundle) throws IOException {
    try (StoredEvents events = StoredEvents.of(shell)) {
      KeptFiles files = new KeptFiles(KeptFiles.Form.FOLDER);
      long count = read(events, files.before(new MarkdownTalks(bundle)));
      add(files, events, bundle);
      return count;
    }
  }

  private long read(StoredEvents events, Transcripts.Sink sink) throws IOException {
    Screen screen = shell.screen();
    long count =
        Transcripts.read(
            events,
            Optional.ofNullable(conversation),
            sink,
            (done, total) -> screen.progress("Exporting", done, total));
    screen.clearProgress();
    if (count == 0 && conversation != null) {
      throw Failure.notSo("There is no conversation " + conversation);
    }
    return count;
  }

  private void add(KeptFiles files, StoredEvents events, Bundle bundle) throws IOException {
    long done = 0;
    for (Map.Entry<String, List<String>> file : files.chunks().entrySet()) {
      shell.screen().progress("Exporting files", ++done, files.chunks().size());
      bundle.add(
          file.getKey(),
          stream -> {
            for (String hash : file.getValue()) {
              stream.write(events.chunk(hash));
            }
            return file.getValue().size();
          });
    }
    shell.screen().clearProgress();
  }
}
