package pmm.mind.archive.predecessor;

import java.io.IOException;
import java.util.List;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads exported ledgers, row by row. */
public final class LedgerReader implements FormatReader {
  @Override
  public Format format() {
    return Format.PREDECESSOR;
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("ts", "kind", "content", "meta", "prev_hash", "hash");
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      Ledger ledger = new Ledger(Place.of(file.member()));
      reading
          .json()
          .read(
              file,
              (parser, place) -> ledger.row(parser.readValueAsTree(), place),
              ledger::end,
              sink);
    }
  }
}
