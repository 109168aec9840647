package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One state of a mind file, read beside a running writer or with nothing running. */
public final class MindReader implements AutoCloseable {
  private final Path path;
  private final ReadView view;
  private final Connection db;

  private MindReader(Path path, ReadView view, Connection db) {
    this.path = path;
    this.view = view;
    this.db = db;
  }

  /**
   * Fixes the state that is read.
   *
   * @param file a file, or a folder that holds {@code mind.db}; it is only read
   * @throws MindFileException NOT_A_MIND_FILE, NEWER_FORMAT, BUSY, BROKEN or IO
   */
  public static MindReader open(Path file) throws IOException {
    Path path = MindFile.existing(file);
    FileHeader.read(path);
    ReadView view = ReadView.of(path);
    try {
      Connection db = view.open();
      Sqlite.run(db, "BEGIN");
      return new MindReader(path, view, db);
    } catch (SQLException e) {
      view.close();
      throw Sqlite.problem(path, e);
    }
  }

  /** Hands over the events up to {@code last}, in order. */
  public void events(long last, Consumer<Event> taker) {
    try (PreparedStatement select =
        db.prepareStatement(EventRows.SELECT + "WHERE id <= ? ORDER BY id")) {
      select.setLong(1, last);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          taker.accept(EventRows.read(rows));
        }
      }
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    }
  }

  /**
   * Hands over the events of these ids in the order of the ids; those that are not there are not.
   */
  public void events(List<Long> ids, Consumer<Event> taker) {
    try (PreparedStatement select = db.prepareStatement(EventRows.SELECT + "WHERE id = ?")) {
      for (long id : ids) {
        select.setLong(1, id);
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            taker.accept(EventRows.read(row));
          }
        }
      }
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    }
  }

  /** A chunk of a file by its SHA-256 in hex, if it is there. */
  public Optional<byte[]> chunk(String hash) {
    try (PreparedStatement select = db.prepareStatement("SELECT bytes FROM blobs WHERE hash = ?")) {
      select.setString(1, hash);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    }
  }

  /** Every derived value. */
  public List<Projection> projections() {
    List<Projection> projections = new ArrayList<>();
    try (Statement select = db.createStatement();
        ResultSet rows =
            select.executeQuery("SELECT key, value, updated_at FROM projections ORDER BY key")) {
      while (rows.next()) {
        ProjectionValue value = ProjectionValue.parse(rows.getString(2));
        projections.add(
            new Projection(
                rows.getString(1),
                value.value(),
                value.through(),
                value.reducer(),
                Math.round(rows.getDouble(3) * 1000)));
      }
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    }
    return projections;
  }

  @Override
  public void close() throws IOException {
    try {
      db.close();
    } catch (SQLException e) {
      throw Sqlite.problem(path, e);
    } finally {
      view.close();
    }
  }
}
