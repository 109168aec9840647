package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.CompactRange;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;

/**
 * A state of the file that a quick check goes on from.
 *
 * @param hash the hash of its last event
 * @param frontier the tree over its events
 * @param signedBy the fingerprint of the key that has signed it; null if it was only noted
 */
record QuickStart(byte[] hash, CompactRange.Frontier frontier, @Nullable String signedBy) {
  long size() {
    return frontier.size();
  }

  static QuickStart noted(LastVerified.Note note) {
    return new QuickStart(HexFormat.of().parseHex(note.hash()), note.frontier(), null);
  }

  /** The newest checkpoint in the file that the key has signed and that the file still holds. */
  static Optional<QuickStart> signed(Connection db, VerifyingKey key) throws SQLException {
    try (PreparedStatement select =
            db.prepareStatement("SELECT size, frontier, note FROM checkpoints ORDER BY size DESC");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        Optional<CompactRange.Frontier> frontier =
            LastVerified.frontier(rows.getLong(1), rows.getBytes(2));
        if (frontier.isPresent() && isSigned(frontier.get(), rows.getString(3), key)) {
          return lastHash(db, frontier.get())
              .map(hash -> new QuickStart(hash, frontier.get(), key.fingerprint()));
        }
      }
      return Optional.empty();
    }
  }

  private static boolean isSigned(
      CompactRange.Frontier frontier, @Nullable String text, VerifyingKey key) {
    try {
      SignedNote note = SignedNote.parse(Texts.utf8(String.valueOf(text)));
      Checkpoint head = Checkpoint.parse(note.text());
      return note.judge(key, head.origin()) == SignedNote.Standing.SIGNED
          && head.size() == frontier.size()
          && Arrays.equals(head.root(), tree(frontier).root());
    } catch (MalformedException e) {
      return false;
    }
  }

  /** The frontier seals the last hash in its smallest subtree, whose leaves are read again. */
  private static Optional<byte[]> lastHash(Connection db, CompactRange.Frontier frontier)
      throws SQLException {
    long size = frontier.size();
    CompactRange last = new CompactRange();
    byte[] hash = new byte[0];
    try (PreparedStatement select =
        db.prepareStatement("SELECT hash FROM events WHERE id > ? AND id <= ? ORDER BY id")) {
      select.setLong(1, size - Long.lowestOneBit(size));
      select.setLong(2, size);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          byte[] stored = EventCheck.parse(rows.getBytes(1));
          if (stored == null) {
            return Optional.empty();
          }
          hash = stored;
          last.add(hash);
        }
      }
    }
    return Arrays.equals(last.root(), frontier.nodes().getLast())
        ? Optional.of(hash)
        : Optional.empty();
  }

  static CompactRange tree(CompactRange.Frontier frontier) {
    CompactRange tree = new CompactRange();
    tree.addAll(frontier);
    return tree;
  }
}
