package pmm.mind.importing;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pmm.ledger.v1.Event;
import pmm.mind.archive.model.Format;
import pmm.mind.contract.Requests;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.Events;
import pmm.mind.v1.ImportCounts;
import pmm.mind.v1.ImportRemark;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportState;
import pmm.mind.v1.UnreadableItem;

/**
 * A report as an event keeps it: its figures are facts; what could not be read, or was odd, is
 * named in words of the archive, and stands in the content, where forgetting reaches it.
 */
final class Reports {
  private static final JsonMapper JSON = new JsonMapper();

  private Reports() {}

  static Draft toDraft(ImportReport report, String requestId, String actor) {
    ObjectNode meta =
        Draft.facts()
            .put("import_id", report.getImportId())
            .put("format", report.getFormat())
            .put("archive_sha256", report.getArchiveSha256())
            .put("archive_bytes", report.getArchiveBytes())
            .put("added_event_count", report.getAddedEventCount())
            .put("first_event_id", report.getFirstEventId())
            .put("not_read_count", report.getNotReadCount())
            .put("with_attachments", report.getWithAttachments())
            .put("cancelled", report.getCancelled())
            .put("resumed", report.getResumed())
            .put("partial", report.getPartial())
            .put("request_id", requestId)
            .put("actor", actor);
    if (report.getFormatsCount() > 1) {
      report.getFormatsList().forEach(meta.putArray("formats")::add);
    }
    meta.set("found", counts(report.getFound()));
    meta.set("added", counts(report.getAdded()));
    ObjectNode oddities = meta.putObject("oddities");
    report.getOdditiesMap().forEach(oddities::put);
    if (report.hasFirstTime()) {
      meta.put("first_time_ms", Requests.millis(report.getFirstTime()));
      meta.put("last_time_ms", Requests.millis(report.getLastTime()));
    }
    return new Draft("imported", words(report), meta);
  }

  static ImportReport of(Event event) {
    JsonNode meta = Events.meta(event);
    List<String> formats =
        meta.has("formats")
            ? meta.path("formats").valueStream().map(JsonNode::asText).toList()
            : List.of(meta.path("format").asText());
    ImportReport.Builder report =
        writtenBy(formats, ImportReport.newBuilder())
            .setImportId(meta.path("import_id").asText())
            .setArchiveSha256(meta.path("archive_sha256").asText())
            .setArchiveBytes(meta.path("archive_bytes").asLong())
            .setFound(counts(meta.path("found")))
            .setAdded(counts(meta.path("added")))
            .setAddedEventCount(meta.path("added_event_count").asLong())
            .setNotReadCount(meta.path("not_read_count").asLong())
            .setCancelled(meta.path("cancelled").asBoolean())
            .setResumed(meta.path("resumed").asBoolean())
            .setPartial(meta.path("partial").asBoolean())
            .setWithAttachments(meta.path("with_attachments").asBoolean())
            .setFirstEventId(meta.path("first_event_id").asLong())
            .setState(ImportState.IMPORT_STATE_REPORTED)
            .setEventId(event.getEventId())
            .setCreateTime(event.getCreateTime());
    meta.path("oddities")
        .properties()
        .forEach(each -> report.putOddities(each.getKey(), each.getValue().asLong()));
    if (meta.has("first_time_ms")) {
      report.setFirstTime(time(meta, "first_time_ms")).setLastTime(time(meta, "last_time_ms"));
    }
    if (event.hasContent()) {
      parse(event.getContent()).forEach(row -> addTo(report, row));
    }
    return report.build();
  }

  /** Names who wrote an archive: the formats, that of most bytes first. */
  static ImportReport.Builder writtenBy(List<String> formats, ImportReport.Builder report) {
    return report
        .setFormat(formats.getFirst())
        .addAllFormats(formats)
        .setFormatTitle(formats.stream().map(Reports::title).collect(joining(", ")));
  }

  private static String title(String format) {
    for (Format each : Format.values()) {
      if (each.id().equals(format)) {
        return each.title();
      }
    }
    return format;
  }

  private static Timestamp time(JsonNode meta, String key) {
    return Requests.timestamp(meta.path(key).asLong());
  }

  private static void addTo(ImportReport.Builder report, JsonNode row) {
    String place = row.path("place").asText();
    if (row.has("odd")) {
      report.addRemarks(
          ImportRemark.newBuilder()
              .setKind(row.path("odd").asText())
              .setPlace(place)
              .setDetail(row.path("detail").asText()));
    } else {
      report.addUnreadable(
          UnreadableItem.newBuilder()
              .setPlace(place)
              .setTitle(row.path("title").asText())
              .setWhy(row.path("why").asText()));
    }
  }

  private static @Nullable String words(ImportReport report) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (UnreadableItem item : report.getUnreadableList()) {
      list.addObject()
          .put("place", item.getPlace())
          .put("title", item.getTitle())
          .put("why", item.getWhy());
    }
    for (ImportRemark remark : report.getRemarksList()) {
      list.addObject()
          .put("odd", remark.getKind())
          .put("place", remark.getPlace())
          .put("detail", remark.getDetail());
    }
    return list.isEmpty() ? null : list.toString();
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an import's report holds what is no JSON", e);
    }
  }

  /** Counts that are 0 are left out. */
  private static ObjectNode counts(ImportCounts counts) {
    ObjectNode facts = Draft.facts();
    for (FieldDescriptor field : plain()) {
      long count = (long) counts.getField(field);
      if (count != 0) {
        facts.put(field.getName(), count);
      }
    }
    ObjectNode roles = facts.putObject("messages_by_role");
    counts.getMessagesByRoleMap().forEach(roles::put);
    return facts;
  }

  private static ImportCounts counts(JsonNode facts) {
    ImportCounts.Builder counts = ImportCounts.newBuilder();
    for (FieldDescriptor field : plain()) {
      counts.setField(field, facts.path(field.getName()).asLong());
    }
    facts
        .path("messages_by_role")
        .properties()
        .forEach(each ->
            counts.putMessagesByRole(
                each.getKey().toLowerCase(Locale.ROOT), each.getValue().asLong()));
    return counts.build();
  }

  private static List<FieldDescriptor> plain() {
    return ImportCounts.getDescriptor().getFields().stream()
        .filter(field -> !field.isMapField())
        .toList();
  }
}
