package pmm.mind.importing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.ledger.Draft;

/**
 * Where imported things come from, as each of their events says it.
 *
 * @param format who wrote the archive
 * @param archiveSha256 the archive's digest in hex
 * @param importId the import
 */
record Origin(String format, String archiveSha256, String importId) {

  /** Returns the meta of an event of no conversation. */
  ObjectNode meta(ObjectNode source) {
    ObjectNode meta = Draft.facts().put("import_id", importId);
    meta.set("source", source);
    return meta;
  }

  /** Returns what an event says of where it comes from; the id is empty if there is none. */
  ObjectNode source(String originalId) {
    ObjectNode source = Draft.facts().put("format", format).put("archive_sha256", archiveSha256);
    put(source, "original_id", originalId);
    return source;
  }

  /** Returns the same with when it was said: as the archive has it, and as it was read. */
  ObjectNode source(String originalId, ArchivedTime time) {
    ObjectNode source = source(originalId);
    put(source, "original_time", time.raw());
    time.micros().ifPresent(micros -> source.put("original_time_us", micros));
    if (time.guessed()) {
      source.put("time_guessed", true);
    }
    return source;
  }

  /** Puts what the archive says, unless it says nothing. */
  static void put(ObjectNode facts, String key, String value) {
    if (!value.isEmpty()) {
      facts.put(key, value);
    }
  }
}
