package pmm.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pmm.mind.v1.ImportRemark;
import pmm.mind.v1.ImportReport;

/**
 * What was odd in an archive, as a person reads it: how much of a kind, and where the first are.
 */
final class OddWords {
  private static final int SHOWN = 20;
  private static final int WIDTH = 160;
  private static final int PLACE = 50;

  /** Remarks about an archive as a whole. */
  private static final String CHAIN = "chain";

  /** Those that the name of the kind does not tell. */
  private static final Map<String, String> KINDS =
      Map.of("character_mended", "characters that could not be stored as written");

  private OddWords() {}

  static List<String> lines(ImportReport report) {
    List<String> lines = new ArrayList<>();
    Map<String, List<ImportRemark>> told = new HashMap<>();
    for (ImportRemark remark : report.getRemarksList()) {
      told.computeIfAbsent(remark.getKind(), kind -> new ArrayList<>()).add(remark);
    }
    told.getOrDefault(CHAIN, List.of()).forEach(remark -> lines.add("  " + line(remark)));
    new TreeMap<>(report.getOdditiesMap())
        .forEach((kind, count) -> {
          lines.add("  Odd: " + KINDS.getOrDefault(kind, kind.replace('_', ' ')) + ", " + count);
          told.getOrDefault(kind, List.of()).stream()
              .limit(SHOWN)
              .forEach(remark -> lines.add("    " + line(remark)));
        });
    return lines;
  }

  private static String line(ImportRemark remark) {
    String place = Text.fit(Text.oneLine(remark.getPlace()), PLACE);
    return Text.fit(place + ": " + Text.oneLine(remark.getDetail()), WIDTH);
  }
}
