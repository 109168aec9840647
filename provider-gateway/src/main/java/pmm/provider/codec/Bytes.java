package pmm.provider.codec;

import java.io.ByteArrayOutputStream;

/** Bytes kept until they are enough. */
final class Bytes {

  private final ByteArrayOutputStream held = new ByteArrayOutputStream();

  void add(byte[] source, int from, int length) {
    held.write(source, from, length);
  }

  int size() {
    return held.size();
  }

  byte[] take() {
    byte[] taken = held.toByteArray();
    held.reset();
    return taken;
  }
}
