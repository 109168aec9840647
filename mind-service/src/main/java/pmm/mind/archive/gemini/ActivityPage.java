package pmm.mind.archive.gemini;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.json.Utf8;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.ArchivedRecord;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/**
 * The page of an activity, cell by cell. Its wording and its dates are those of the person's
 * language.
 */
final class ActivityPage {
  private static final String CELL = "<div class=\"outer-cell";
  private static final String CONTENT = "<div class=\"content-cell";
  private static final String BODY = "mdl-typography--body-1\">";
  private static final String END = "</div>";
  private static final Pattern BREAK = Pattern.compile("<br\\s*/?>");

  private final Member file;
  private final int max;
  private long number;

  ActivityPage(Member file, Reading reading) {
    this.file = file;
    this.max = reading.limits().string();
  }

  void read(InputStream bytes, ItemSink sink) throws IOException {
    StringBuilder held = new StringBuilder();
    boolean first = true;
    try (Reader in =
        new InputStreamReader(Utf8.open(bytes, file.member()), StandardCharsets.UTF_8)) {
      char[] buffer = new char[65536];
      int searched = 0;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        held.append(buffer, 0, count);
        for (int cell = held.indexOf(CELL, searched);
            cell >= 0;
            cell = held.indexOf(CELL, CELL.length())) {
          if (!first) {
            sink.take(item(held.substring(0, cell)));
          }
          first = false;
          held.delete(0, cell);
        }
        searched = Math.max(first ? 0 : CELL.length(), held.length() - CELL.length());
        if (held.length() > max) {
          sink.take(
              new Unreadable(
                  new Place(file.member(), number),
                  "",
                  "an entry of the page is larger than "
                      + (max >> 20)
                      + " MiB; nothing behind it was read"));
          return;
        }
      }
    }
    if (!first) {
      sink.take(item(held.toString()));
    }
  }

  private ArchivedItem item(String cell) {
    Place place = new Place(file.member(), number++);
    String raw = quoted(cell);
    int from = bodyOf(cell);
    int to = from < 0 ? -1 : endOfBody(cell, from);
    if (to < 0) {
      return new ArchivedRecord(
          place, "google.activity", "", ArchivedTime.UNKNOWN, Html.text(cell), raw);
    }
    String[] lines = BREAK.split(cell.substring(from, to));
    for (int i = 1; i < lines.length; i++) {
      String line = Html.text(lines[i]);
      if (ActivityDates.looksLikeOne(line)) {
        String title = Html.text(String.join("<br>", List.of(lines).subList(0, i)));
        String answer = String.join("<br>", List.of(lines).subList(i + 1, lines.length));
        if (Html.text(answer).isEmpty() && !Activity.isPrompt(title)) {
          return new ArchivedRecord(
              place, "google.activity", "", ActivityDates.of(line), title, raw);
        }
        return Activity.turn(
            place,
            title,
            ActivityDates.of(line),
            List.of(),
            List.of(answer),
            around(cell, from, to));
      }
    }
    return new ArchivedRecord(
        place,
        "google.activity",
        "",
        ArchivedTime.UNKNOWN,
        Html.text(cell.substring(from, to)),
        raw);
  }

  /** Where the words begin, or -1. */
  private static int bodyOf(String cell) {
    for (int div = cell.indexOf(CONTENT); div >= 0; div = cell.indexOf(CONTENT, div + 1)) {
      int quote = cell.indexOf('"', div + CONTENT.length());
      if (quote < 0) {
        return -1;
      }
      int from = quote + 2;
      if (cell.startsWith(BODY, from - BODY.length())) {
        return from;
      }
    }
    return -1;
  }

  /** Where the words end: before the next part of the cell; -1 if there is none. */
  private static int endOfBody(String cell, int from) {
    for (int next = cell.indexOf(CONTENT, from);
        next >= 0;
        next = cell.indexOf(CONTENT, next + 1)) {
      int end = next;
      while (end > from && Character.isWhitespace(cell.charAt(end - 1))) {
        end--;
      }
      end -= END.length();
      if (end >= from && cell.startsWith(END, end)) {
        return end;
      }
    }
    return -1;
  }

  /** What stands around the words. */
  private static String around(String cell, int from, int to) {
    return quoted(cell.substring(0, from) + cell.substring(to));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder();
    Json.quote(text, json);
    return json.toString();
  }
}
