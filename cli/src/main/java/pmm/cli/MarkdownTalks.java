package pmm.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import pmm.mindstate.transcript.MarkdownTalk;
import pmm.mindstate.transcript.Transcripts;

/**
 * A file for each conversation and one that lists them. Names are numbers and nothing of a title,
 * so that every file system takes them.
 */
final class MarkdownTalks implements Transcripts.Sink {
  private final Bundle bundle;
  private final List<Row> rows = new ArrayList<>();

  /** A line of the list. */
  private record Row(String time, String text) {}

  MarkdownTalks(Bundle bundle) {
    this.bundle = bundle;
  }

  @Override
  public void begin(long throughEventId) {}

  @Override
  public void conversation(ObjectNode talk) throws IOException {
    String name = String.format(Locale.ROOT, "%05d.md", rows.size() + 1);
    write(name, MarkdownTalk.of(talk));
    String origin = MarkdownTalk.origin(talk);
    rows.add(
        new Row(
            MarkdownTalk.time(talk),
            "- %s · [%s](%s) · %s%s"
                .formatted(
                    MarkdownTalk.time(talk),
                    MarkdownTalk.title(talk),
                    name,
                    Text.count(MarkdownTalk.messages(talk), "message"),
                    origin.isEmpty() ? "" : " · " + origin)));
  }

  @Override
  public void other(ObjectNode other) {}

  @Override
  public void end() throws IOException {
    rows.sort(Comparator.comparing(Row::time));
    StringBuilder index = new StringBuilder("# Conversations\n\n");
    rows.forEach(row -> index.append(row.text()).append('\n'));
    write("index.md", index.toString());
  }

  private void write(String name, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bundle.add(
        name,
        out -> {
          out.write(bytes);
          return bytes.length;
        });
  }
}
