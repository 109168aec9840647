package pmm.mind.archive.reader;

import java.io.IOException;
import java.util.List;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.source.Member;

/** Reads the archives of one program. It holds nothing between two readings. */
public interface FormatReader {
  /** Whose archives these are. */
  Format format();

  /** Whether a file is one of its own. Asked again as more of an entry becomes known. */
  boolean knows(Clue clue);

  /**
   * Hands on all that its files hold.
   *
   * @param files those it knew, by name
   */
  void read(List<Member> files, Reading reading, ItemSink sink) throws IOException;
}
