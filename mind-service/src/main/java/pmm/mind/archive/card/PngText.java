package pmm.mind.archive.card;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pmm.mind.archive.source.Member;

/** The texts that a PNG carries beside its picture. The picture itself is never decoded. */
public final class PngText {
  static final String V3 = "ccv3";
  static final String V2 = "chara";

  private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
  private static final int MAX = 8 << 20;

  private PngText() {}

  /** Whether bytes, as Latin-1, begin as a PNG does. */
  public static boolean isPng(String head) {
    return head.startsWith(SIGNATURE);
  }

  /** The signature and the keywords of those texts that are cards. */
  public static String keywords(Member file) throws IOException {
    try (InputStream in = file.open()) {
      return SIGNATURE + String.join(" ", texts(in).keySet());
    }
  }

  /** The card as JSON; the newer one if there are two. */
  static Optional<String> card(InputStream picture) throws IOException {
    Map<String, byte[]> texts = texts(picture);
    byte[] card = texts.getOrDefault(V3, texts.get(V2));
    try {
      return card == null
          ? Optional.empty()
          : Optional.of(new String(Base64.getMimeDecoder().decode(card), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, byte[]> texts(InputStream picture) throws IOException {
    Map<String, byte[]> texts = new HashMap<>();
    try (DataInputStream in = new DataInputStream(picture)) {
      in.skipNBytes(SIGNATURE.length());
      while (true) {
        int length = in.readInt();
        String type = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
        if (type.equals("IEND") || length < 0) {
          return texts;
        }
        if (type.equals("tEXt") && length <= MAX) {
          add(in.readNBytes(length), texts);
        } else {
          in.skipNBytes(length);
        }
        in.skipNBytes(4);
      }
    } catch (EOFException e) {
      return texts;
    }
  }

  /** Any number of other texts may stand there. */
  private static void add(byte[] chunk, Map<String, byte[]> texts) {
    for (String keyword : List.of(V3, V2)) {
      int end = keyword.length();
      if (chunk.length > end
          && chunk[end] == 0
          && new String(chunk, 0, end, StandardCharsets.ISO_8859_1).equals(keyword)) {
        texts.putIfAbsent(keyword, Arrays.copyOfRange(chunk, end + 1, chunk.length));
      }
    }
  }
}
