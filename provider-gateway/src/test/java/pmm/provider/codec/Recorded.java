package pmm.provider.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Feeds recorded bytes to a codec in pieces. */
final class Recorded {

  private Recorded() {}

  static byte[] bytes(String name) {
    return resource("/recorded/" + name);
  }

  static byte[] resource(String name) {
    try (InputStream in = Recorded.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The events of an answer whose body arrives in these pieces, with neighbours joined. */
  static List<AnswerEvent> read(Codec codec, int status, List<byte[]> pieces) {
    AnswerDecoder reader = codec.reader();
    List<AnswerEvent> events = new ArrayList<>(reader.head(new ResponseHead(status, Map.of())));
    for (byte[] piece : pieces) {
      events.addAll(reader.bytes(piece));
    }
    events.addAll(reader.end());
    return AnswerEvent.joined(events);
  }

  static List<AnswerEvent> whole(Codec codec, byte[] body) {
    return read(codec, 200, List.of(body));
  }

  /** Pieces of one size, the last one shorter. */
  static List<byte[]> cut(byte[] body, int size) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < body.length; from += size) {
      pieces.add(Arrays.copyOfRange(body, from, Math.min(body.length, from + size)));
    }
    return pieces;
  }

  static List<byte[]> cutAt(byte[] body, int position) {
    return List.of(Arrays.copyOf(body, position), Arrays.copyOfRange(body, position, body.length));
  }
}
