package pmm.mind.archive.predecessor;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.model.ArchiveException;

/**
 * The rows of one table, in the order of their numbers: read page by page, the file is never
 * written, locked or recovered.
 */
final class SqliteTable {
  /** Takes rows. */
  @FunctionalInterface
  interface Rows {
    /** One row: its columns by name. */
    void row(ObjectNode row) throws IOException;
  }

  private static final int INTERIOR = 0x05;
  private static final int LEAF = 0x0d;
  private static final int DEEPEST = 20;

  private final SqlitePages pages;
  private final int root;
  private final List<String> columns;
  private final Optional<String> numbered;

  private SqliteTable(
      SqlitePages pages, int root, List<String> columns, Optional<String> numbered) {
    this.pages = pages;
    this.root = root;
    this.columns = columns;
    this.numbered = numbered;
  }

  /** The table of a name; empty if there is none. */
  static Optional<SqliteTable> named(String name, SqlitePages pages) throws IOException {
    SqliteTable schema =
        new SqliteTable(
            pages, 1, List.of("type", "name", "tbl_name", "rootpage", "sql"), Optional.empty());
    ObjectNode found = JsonNodeFactory.instance.objectNode();
    schema.rows(row -> {
      if (row.path("type").asText().equals("table") && row.path("name").asText().equals(name)) {
        found.setAll(row);
      }
    });
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SqliteColumns columns = SqliteColumns.of(found.path("sql").asText());
    return Optional.of(
        new SqliteTable(
            pages, found.path("rootpage").asInt(), columns.names(), columns.numbered()));
  }

  List<String> columns() {
    return columns;
  }

  void rows(Rows reader) throws IOException {
    walk(root, 0, reader);
  }

  private void walk(int number, int depth, Rows reader) throws IOException {
    if (depth > DEEPEST) {
      throw pages.damaged("its pages are nested deeper than " + DEEPEST);
    }
    ByteBuffer page = pages.read(number);
    int header = number == 1 ? 100 : 0;
    int type = page.get(header);
    int cells = page.getShort(header + 3) & 0xffff;
    if (header + 12 + 2 * cells > page.limit()) {
      throw pages.damaged("page " + number + " has " + cells + " cells");
    }
    if (type == LEAF) {
      for (int i = 0; i < cells; i++) {
        reader.row(guarded(page, pointer(page, header + 8 + 2 * i)));
      }
    } else if (type == INTERIOR) {
      for (int i = 0; i < cells; i++) {
        walk(page.getInt(pointer(page, header + 12 + 2 * i)), depth + 1, reader);
      }
      walk(page.getInt(header + 8), depth + 1, reader);
    } else {
      throw pages.damaged("page " + number + " is none of a table");
    }
  }

  private int pointer(ByteBuffer page, int at) throws IOException {
    int pointer = page.getShort(at) & 0xffff;
    if (pointer > page.limit() - 4) {
      throw pages.damaged("a cell lies outside of its page");
    }
    return pointer;
  }

  private ObjectNode guarded(ByteBuffer page, int at) throws IOException {
    try {
      return row(page, at);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw pages.damaged("a row ends outside of its page");
    }
  }

  private ObjectNode row(ByteBuffer page, int at) throws IOException {
    ByteBuffer cell = page.duplicate().position(at);
    long length = varint(cell);
    long number = varint(cell);
    ByteBuffer record = pages.payload(cell, length);
    long header = varint(record);
    if (header < record.position() || header > record.limit()) {
      throw pages.damaged("row " + number + " has an impossible header");
    }
    int headerEnd = (int) header;
    ByteBuffer types = record.duplicate();
    ByteBuffer values = record.duplicate().position(headerEnd);
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (String column : columns) {
      if (types.position() >= headerEnd) {
        break;
      }
      value(column, varint(types), values, row);
    }
    numbered.ifPresent(column -> row.put(column, number));
    return row;
  }

  private void value(String column, long type, ByteBuffer from, ObjectNode row) throws IOException {
    switch (Math.clamp(type, -1, 12)) {
      case 0 -> row.putNull(column);
      case 1 -> row.put(column, integer(from, 1));
      case 2 -> row.put(column, integer(from, 2));
      case 3 -> row.put(column, integer(from, 3));
      case 4 -> row.put(column, integer(from, 4));
      case 5 -> row.put(column, integer(from, 6));
      case 6 -> row.put(column, integer(from, 8));
      case 7 -> row.put(column, from.getDouble());
      case 8 -> row.put(column, 0);
      case 9 -> row.put(column, 1);
      default -> {
        if (type < 12 || (type - 12) / 2 > from.remaining()) {
          throw pages.damaged("a value is longer than its row");
        }
        byte[] bytes = new byte[(int) ((type - 12) / 2)];
        from.get(bytes);
        boolean text = type % 2 == 1;
        row.put(
            column,
            text ? new String(bytes, pages.text()) : Base64.getEncoder().encodeToString(bytes));
      }
    }
  }

  private static long integer(ByteBuffer from, int bytes) {
    long value = from.get();
    for (int i = 1; i < bytes; i++) {
      value = (value << 8) | (from.get() & 0xff);
    }
    return value;
  }

  static long varint(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte b = from.get();
      value = (value << 7) | (b & 0x7f);
      if (b >= 0) {
        return value;
      }
    }
    return (value << 8) | (from.get() & 0xff);
  }

  static Charset charset(int code) throws ArchiveException {
    return switch (code) {
      case 0, 1 -> StandardCharsets.UTF_8;
      case 2 -> StandardCharsets.UTF_16LE;
      case 3 -> StandardCharsets.UTF_16BE;
      default ->
          throw new ArchiveException(
              ArchiveException.Reason.DAMAGED,
              "the database is damaged: its texts are of encoding " + code + " (expected: 1 to 3)");
    };
  }
}
