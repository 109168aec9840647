package pmm.mind.archive.claude;

import java.io.IOException;
import java.util.List;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/**
 * Reads what Claude exports. Each entry says by its fields what it is, whatever file it stands in.
 */
public final class ClaudeReader implements FormatReader {
  @Override
  public Format format() {
    return Format.CLAUDE;
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("chat_messages")
        || clue.has("account_uuid", "conversations_memory")
        || clue.has("account_uuid", "project_memories")
        || clue.has("uuid", "prompt_template");
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      reading.json().read(file, (parser, place) -> new EntryReader(place).read(parser), sink);
    }
  }
}
