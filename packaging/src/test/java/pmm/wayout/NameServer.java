package pmm.wayout;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A name server that knows the places, and notes what it was asked. RFC 1035, one question each.
 */
final class NameServer {

  private static final int A = 1;
  private static final int AAAA = 28;
  private static final int HEADER_BYTES = 12;
  private static final int LARGEST = 512;
  private static final int NO_SUCH_NAME = 3;
  private static final int ANSWER = 0x8580;
  private static final int SECONDS_TO_LIVE = 5;

  private final DatagramSocket socket;
  private final Log log;

  NameServer(String address, Log log) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(address, 53));
    this.log = log;
  }

  void start() {
    Thread.ofPlatform().daemon().name("names").start(this::serve);
  }

  private void serve() {
    byte[] buffer = new byte[LARGEST];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] answer = answer(ByteBuffer.wrap(buffer, 0, packet.getLength()), packet);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private byte[] answer(ByteBuffer query, DatagramPacket packet) throws IOException {
    int id = query.getShort();
    query.position(HEADER_BYTES);
    StringBuilder name = new StringBuilder();
    for (int length = query.get(); length > 0; length = query.get()) {
      byte[] label = new byte[length];
      query.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    int type = query.getShort();
    int questionEnd = query.position() + Short.BYTES;
    log.write(
        Log.entry("query")
            .put("name", name.toString())
            .put("type", type == A ? "A" : type == AAAA ? "AAAA" : Integer.toString(type))
            .put("from", Relay.text((InetSocketAddress) packet.getSocketAddress())));
    Optional<Place> place = Place.named(name.toString());
    List<InetAddress> addresses =
        place.stream()
            .flatMap(known -> known.addresses().stream())
            .filter(address -> address.getAddress().length == (type == A ? 4 : 16))
            .filter(_ -> type == A || type == AAAA)
            .toList();
    boolean known = place.filter(found -> !found.addresses().isEmpty()).isPresent();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(id);
    out.writeShort(known ? ANSWER : ANSWER | NO_SUCH_NAME);
    out.writeShort(1);
    out.writeShort(addresses.size());
    out.writeInt(0);
    out.write(query.array(), HEADER_BYTES, questionEnd - HEADER_BYTES);
    for (InetAddress address : addresses) {
      out.writeShort(0xc000 | HEADER_BYTES);
      out.writeShort(type);
      out.writeShort(1);
      out.writeInt(SECONDS_TO_LIVE);
      out.writeShort(address.getAddress().length);
      out.write(address.getAddress());
    }
    return bytes.toByteArray();
  }
}
