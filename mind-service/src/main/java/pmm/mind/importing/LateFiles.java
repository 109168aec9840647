package pmm.mind.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import pmm.mind.archive.model.Part;
import pmm.mindstate.StateEvent;

/**
 * Which files of the events that are there have no bytes yet: the person left them out, or an
 * archive had their names alone. They may come with a later archive.
 */
final class LateFiles {
  /** What holds the bytes of files whose event was there before. */
  static final String RECORD = "files";

  private final KeyTable known;

  LateFiles(KeyTable known) {
    this.known = known;
  }

  /**
   * A file whose bytes come now.
   *
   * @param number which of its event's files it is, from 0
   */
  record Late(int number, Part.Attachment file) {}

  /** A stored event of a message. */
  void take(StateEvent event, boolean forgotten) {
    if (forgotten) {
      known.put(Key.gone(event.id()), 0);
    }
    JsonNode files = event.meta().path("attachments");
    for (int number = 0; number < files.size(); number++) {
      if (files.get(number).has("chunks")) {
        hasCome(event.id(), number);
      }
    }
  }

  /** A stored record of files that came later. */
  void takeRecord(StateEvent event) {
    for (long of : event.references("source")) {
      for (JsonNode file : event.meta().path("attachments")) {
        hasCome(of, file.path("number").asInt());
      }
    }
  }

  /** The event was stored just now, with what this archive has of its files. */
  void stored(long eventId, Piece piece) {
    for (int number = 0; number < piece.files().size(); number++) {
      if (piece.files().get(number).content().isPresent()) {
        hasCome(eventId, number);
      }
    }
  }

  /** Returns the files of a stored event that this archive has, and of which no bytes are there. */
  List<Late> of(long eventId, Piece piece) {
    List<Late> late = new ArrayList<>();
    for (int number = 0; number < piece.files().size(); number++) {
      Part.Attachment file = piece.files().get(number);
      if (file.content().isPresent() && !known.holds(Key.file(eventId, number))) {
        late.add(new Late(number, file));
      }
    }
    return late.isEmpty() || known.holds(Key.gone(eventId)) ? List.of() : late;
  }

  private void hasCome(long eventId, int number) {
    known.put(Key.file(eventId, number), 0);
  }

  /**
   * Says in a record which file of the event each of its own is, and leaves out those whose bytes
   * could not be read.
   *
   * @return the files it has
   */
  static List<Part.Attachment> number(List<Late> late, ObjectNode meta) {
    List<Part.Attachment> come = new ArrayList<>();
    ArrayNode rows = meta.withArray("attachments");
    for (Late each : late) {
      ObjectNode row = (ObjectNode) rows.get(come.size());
      if (row.has("chunks")) {
        row.put("number", each.number());
        come.add(each.file());
      } else {
        rows.remove(come.size());
      }
    }
    return come;
  }
}
