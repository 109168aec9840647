package pmm.mind.archive.sillytavern;

import java.io.IOException;
import java.util.List;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads the chats of SillyTavern, each a file. */
public final class SillyTavernReader implements FormatReader {
  @Override
  public Format format() {
    return Format.SILLYTAVERN;
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("user_name", "character_name")
        || clue.has("chat_metadata")
        || clue.has("name", "is_user", "mes");
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      if (file.size() > reading.limits().entry()) {
        sink.take(
            new Unreadable(
                Place.of(file.member()),
                "",
                "the chat is larger than "
                    + (reading.limits().entry() >> 20)
                    + " MiB, more than is read at a time"));
      } else {
        Chat chat = new Chat(Place.of(file.member()));
        reading.json().readLines(file, chat::line, () -> List.of(chat.conversation()), sink);
      }
    }
  }
}
