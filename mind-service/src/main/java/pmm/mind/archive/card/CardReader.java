package pmm.mind.archive.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pmm.mind.archive.json.Json;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.Content;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.reader.Reading;
import pmm.mind.archive.source.Member;

/** Reads character cards. */
public final class CardReader implements FormatReader {
  private static final String EMBEDDED = "embeded://";

  @Override
  public Format format() {
    return Format.CHARACTER_CARD;
  }

  @Override
  public boolean knows(Clue clue) {
    return clue.has("spec", "data")
        || clue.has("name", "description", "first_mes")
        || (PngText.isPng(clue.head())
            && (clue.head().contains(PngText.V3) || clue.head().contains(PngText.V2)));
  }

  @Override
  public void read(List<Member> files, Reading reading, ItemSink sink) throws IOException {
    for (Member file : files) {
      if (file.baseName().endsWith(".json") || !isPicture(file)) {
        reading
            .json()
            .read(
                file,
                (parser, place) -> {
                  JsonNode card = parser.readValueAsTree();
                  return List.of(Card.of(card, place, icon(card, file, reading.files())));
                },
                sink);
      } else {
        reading.json().readBytes(file, in -> sink.take(picture(file, in)));
      }
    }
  }

  private static boolean isPicture(Member file) throws IOException {
    try (InputStream in = file.open()) {
      return PngText.isPng(new String(in.readNBytes(8), StandardCharsets.ISO_8859_1));
    }
  }

  private static ArchivedItem picture(Member file, InputStream in) throws IOException {
    Place place = Place.of(file.member());
    Optional<String> text = PngText.card(in);
    if (text.isEmpty()) {
      return new Unreadable(
          place,
          "",
          "the picture holds no character card that can be read (expected: a tEXt chunk ccv3 or chara of base64)");
    }
    try {
      JsonNode card = Json.read(text.get());
      return Card.of(card, place, Optional.of(file));
    } catch (JsonProcessingException e) {
      return new Unreadable(
          place,
          "",
          "the character card in the picture is no valid JSON: " + e.getOriginalMessage());
    }
  }

  /** A CHARX keeps pictures beside its card, and names them: spelled as its standard has it. */
  private static Optional<Content> icon(JsonNode card, Member file, List<Member> files) {
    if (!file.baseName().equals("card.json")) {
      return Optional.empty();
    }
    List<String> named =
        card.path("data")
            .path("assets")
            .valueStream()
            .filter(asset -> asset.path("type").asText().equals("icon"))
            .sorted(Comparator.comparing(asset -> !asset.path("name").asText().equals("main")))
            .map(asset -> asset.path("uri").asText())
            .filter(uri -> uri.startsWith(EMBEDDED))
            .map(uri -> uri.substring(EMBEDDED.length()))
            .toList();
    return named.stream()
        .flatMap(name -> files.stream().filter(each -> each.member().equals(name)))
        .findFirst()
        .or(() ->
            files.stream().filter(each -> each.member().startsWith("assets/icon/")).findFirst())
        .map(Content.class::cast);
  }
}
