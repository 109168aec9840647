package pmm.mind.archive.predecessor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads ledgers, exported or as the databases they were, row by row. */
public final class LedgerReader implements FormatReader {
  private static final String SQLITE = "SQLite format 3\0";
  private static final int HEAD = 1 << 16;

  @Override
  public Format format() {
    return Format.PREDECESSOR;
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("ts", "kind", "content", "meta", "prev_hash", "hash")
        || isDatabase(clue.head());
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      Ledger ledger = new Ledger(Place.of(file.member()), reading.limits());
      if (isDatabase(head(file))) {
        database(file, ledger, reading, sink);
      } else {
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

  /** The oldest ones have more columns; minds of this version have salts, and are no archives. */
  private static boolean isDatabase(String head) {
    return head.startsWith(SQLITE) && head.contains("prev_hash") && !head.contains("content_salt");
  }

  private static String head(Member file) throws IOException {
    try (InputStream in = file.open()) {
      return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
    }
  }

  private static void database(Member file, Ledger ledger, Reading reading, ItemSink sink)
      throws IOException {
    Optional<Path> path = file.file();
    if (path.isEmpty()) {
      sink.take(
          new Unreadable(
              Place.of(file.member()),
              "",
              "a database is not read out of a ZIP or a folder: import this file by itself"));
      return;
    }
    reading.json().readBytes(file, in -> rows(path.get(), file, ledger, reading, sink));
  }

  private static void rows(Path path, Member file, Ledger ledger, Reading reading, ItemSink sink)
      throws IOException {
    Place place = Place.of(file.member());
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      SqlitePages pages = new SqlitePages(channel, reading.limits().string());
      Optional<SqliteTable> events = SqliteTable.named("events", pages);
      if (events.isEmpty()) {
        sink.take(new Unreadable(place, "", "the database has no table of events"));
        return;
      }
      if (pages.writesToALog()) {
        ledger.mayLackRows();
      }
      long[] entry = {0};
      events.get().rows(row -> take(ledger.row(row, new Place(file.member(), entry[0]++)), sink));
    }
    take(ledger.end(), sink);
  }

  private static void take(List<ArchivedItem> items, ItemSink sink) throws IOException {
    for (ArchivedItem item : items) {
      sink.take(item);
    }
  }
}
