package pmm.mind.archive.reader;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.source.Member;

/** Reads JSON files whose entries are small enough to be looked at as a whole. */
public abstract class WholeFileReader implements FormatReader {
  private final Format format;

  /** A reader of a format. */
  protected WholeFileReader(Format format) {
    this.format = format;
  }

  /** What an entry holds. */
  protected abstract List<? extends ArchivedItem> items(JsonNode entry, Place place);

  @Override
  public final Format format() {
    return format;
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      reading
          .json()
          .read(
              file,
              (parser, place) -> {
                JsonNode entry = parser.readValueAsTree();
                return items(entry.isTextual() ? Json.read(entry.textValue()) : entry, place);
              },
              sink);
    }
  }
}
