package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A few read-only connections, lent for one question at a time. */
final class Readers implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  /** Opens a connection. */
  interface Source {
    Connection open() throws SQLException;
  }

  /** A question to the database. */
  interface Question<T extends @Nullable Object> {
    T ask(Connection db) throws SQLException;
  }

  private final Path file;
  private final Source source;
  private final Semaphore permits = new Semaphore(CONNECTIONS);
  private final Deque<Connection> idle = new ArrayDeque<>();
  private boolean closed;

  Readers(Path file, Source source) {
    this.file = file;
    this.source = source;
  }

  /** Asks, or answers {@code unborn} as long as there is no file. */
  <T extends @Nullable Object> T ask(T unborn, Question<T> question) {
    if (Files.notExists(file)) {
      return unborn;
    }
    permits.acquireUninterruptibly();
    try {
      Connection db = take();
      boolean healthy = false;
      try {
        T answer = question.ask(db);
        healthy = true;
        return answer;
      } finally {
        giveBack(db, healthy);
      }
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    } finally {
      permits.release();
    }
  }

  /** Something that is done to the file while nobody reads it. */
  interface Work {
    void run() throws SQLException, IOException;
  }

  /** Has {@code work} done while no connection is open; questions wait. */
  void whileClosed(Work work) throws SQLException, IOException {
    permits.acquireUninterruptibly(CONNECTIONS);
    try {
      closeIdle();
      work.run();
    } finally {
      permits.release(CONNECTIONS);
    }
  }

  private Connection take() throws SQLException {
    synchronized (idle) {
      if (closed) {
        throw new MindFileException(MindFileException.Reason.CLOSED, file + " is closed");
      }
      Connection db = idle.poll();
      if (db != null) {
        return db;
      }
    }
    return source.open();
  }

  private void giveBack(Connection db, boolean healthy) throws SQLException {
    synchronized (idle) {
      if (healthy && !closed) {
        idle.push(db);
        return;
      }
    }
    db.close();
  }

  /** Waits for the questions that are being asked. */
  @Override
  public void close() {
    synchronized (idle) {
      closed = true;
    }
    permits.acquireUninterruptibly(CONNECTIONS);
    permits.release(CONNECTIONS);
    try {
      closeIdle();
    } catch (SQLException e) {
      throw Sqlite.problem(file, e);
    }
  }

  private void closeIdle() throws SQLException {
    synchronized (idle) {
      while (!idle.isEmpty()) {
        idle.pop().close();
      }
    }
  }
}
