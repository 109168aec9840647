package pmm.wayout;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first message of a TLS client (RFC 8446, section 4.1.2), as far as it names the server. */
final class ClientHello {

  private static final int RECORD_HEADER = 5;
  private static final int HANDSHAKE_HEADER = 4;
  private static final int VERSION_AND_RANDOM = 34;
  private static final int SERVER_NAME = 0;

  private ClientHello() {}

  /** The first record, or whatever came in its place. */
  static byte[] read(InputStream in) throws IOException {
    byte[] header = in.readNBytes(RECORD_HEADER);
    if (header.length < RECORD_HEADER) {
      throw new EOFException("nothing was said");
    }
    int length = ByteBuffer.wrap(header).getShort(3) & 0xffff;
    ByteBuffer record = ByteBuffer.allocate(RECORD_HEADER + length).put(header);
    new DataInputStream(in).readFully(record.array(), RECORD_HEADER, length);
    return record.array();
  }

  /** The server that is asked for, if the bytes are such a message and name one. */
  static Optional<String> serverName(byte[] bytes) {
    try {
      ByteBuffer hello = ByteBuffer.wrap(bytes);
      skip(hello, RECORD_HEADER + HANDSHAKE_HEADER + VERSION_AND_RANDOM);
      skip(hello, hello.get() & 0xff);
      skip(hello, hello.getShort() & 0xffff);
      skip(hello, hello.get() & 0xff);
      int end = (hello.getShort() & 0xffff) + hello.position();
      while (hello.position() < end) {
        int type = hello.getShort() & 0xffff;
        int length = hello.getShort() & 0xffff;
        if (type == SERVER_NAME) {
          skip(hello, Short.BYTES + Byte.BYTES);
          byte[] name = new byte[hello.getShort() & 0xffff];
          hello.get(name);
          return Optional.of(new String(name, StandardCharsets.US_ASCII));
        }
        skip(hello, length);
      }
      return Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void skip(ByteBuffer buffer, int bytes) {
    buffer.position(buffer.position() + bytes);
  }
}
