package pmm.mind.context;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedDigestTest {
  /** The example of docs/file-format.md, which holds for every service that keeps such a digest. */
  @Test
  void isTheOneThatTheFileFormatDescribes() {
    HexFormat hex = HexFormat.of();
    assertEquals(
        "5fa3fcf33d968ea94cc739382002a53114d55884620fd2866328f93567b11856",
        KeyedDigest.of(
            "Grüße, 世界".getBytes(StandardCharsets.UTF_8),
            List.of(
                ByteString.copyFrom(hex.parseHex("000102030405060708090a0b0c0d0e0f")),
                ByteString.copyFrom(hex.parseHex("101112131415161718191a1b1c1d1e1f")))));
  }
}
