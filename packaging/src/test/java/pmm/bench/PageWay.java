package pmm.bench;

import com.google.protobuf.MessageLite;
import io.grpc.Channel;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.ConverseResponse;
import pmm.mind.v1.Outcome;
import pmm.ui.v1.CreateLoginCodeRequest;
import pmm.ui.v1.DoorServiceGrpc;
import pmm.ui.v1.ExchangeLoginCodeRequest;
import pmm.ui.v1.ExchangeLoginCodeResponse;

/** The whole path: what the page does, gRPC-Web over the browser's HTTP/1.1, in a session. */
final class PageWay implements Way {

  private static final int TRAILERS = 0x80;

  private final URI page;
  private final String session;
  private final Connections connections = new Connections();

  /** Comes in as a browser does, by a code from this device. */
  PageWay(Channel door) throws IOException {
    page =
        URI.create(
            DoorServiceGrpc.newBlockingStub(door)
                .createLoginCode(CreateLoginCodeRequest.getDefaultInstance())
                .getUrl());
    String code = page.getFragment().substring("code=".length());
    try (HttpStream stream = connect()) {
      InputStream answer =
          post(
              stream,
              "pmm.ui.v1.DoorService/ExchangeLoginCode",
              "",
              ExchangeLoginCodeRequest.newBuilder().setCode(code).build());
      session =
          "Authorization: Bearer "
              + ExchangeLoginCodeResponse.parseFrom(frame(new DataInputStream(answer)))
                  .getSessionToken()
              + "\r\n";
    }
  }

  @Override
  public Answer ask(int lane, Script script) throws IOException {
    HttpStream stream = connections.take(lane, this::connect);
    ConverseRequest request =
        ConverseRequest.newBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .setModelId(Lanes.modelId(lane))
            .setSay(ConverseRequest.Say.newBuilder().setText(script.question()))
            .build();
    DataInputStream frames =
        new DataInputStream(
            post(stream, "pmm.mind.v1.ConversationService/Converse", session, request));
    return new Answer() {
      private boolean over;

      @Override
      public int next() throws IOException {
        for (byte[] frame = frame(frames); frame != null; frame = frame(frames)) {
          ConverseResponse part = ConverseResponse.parseFrom(frame);
          if (part.hasText()) {
            return part.getText().length();
          }
          if (part.hasFinished() && part.getFinished().getOutcome() != Outcome.OUTCOME_ANSWERED) {
            throw new IOException(part.toString());
          }
        }
        if (frames.read() >= 0) {
          throw new IOException("more after the end");
        }
        over = true;
        return -1;
      }

      @Override
      public void close() throws IOException {
        if (over) {
          connections.keep(lane, stream);
        } else {
          stream.close();
        }
      }
    };
  }

  @Override
  public void close() {
    connections.close();
  }

  private HttpStream connect() throws IOException {
    return new HttpStream(page.getAuthority(), page.getPort());
  }

  private static InputStream post(
      HttpStream stream, String method, String headers, MessageLite request) throws IOException {
    byte[] message = request.toByteArray();
    byte[] body =
        ByteBuffer.allocate(5 + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    return stream.post(
        "/" + method, "Content-Type: application/grpc-web+proto\r\n" + headers, body);
  }

  /** The next message; null at the trailers, which must tell of no error. */
  private static byte @Nullable [] frame(DataInputStream frames) throws IOException {
    int kind = frames.readUnsignedByte();
    byte[] frame = frames.readNBytes(frames.readInt());
    if (kind != TRAILERS) {
      return frame;
    }
    String trailers = new String(frame, StandardCharsets.US_ASCII);
    if (!trailers.replace(" ", "").contains("grpc-status:0")) {
      throw new IOException(trailers);
    }
    return null;
  }
}
