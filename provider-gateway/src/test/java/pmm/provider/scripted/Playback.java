package pmm.provider.scripted;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Writes one answer as its script says, at the reader's pace. */
final class Playback {

  private static final int MOST_AHEAD = 16 << 10;
  private static final String FORWARDED =
      """
      {"model":"scripted","remote_model":"far","remote_host":"https://ollama.example:443",\
      "message":{"role":"assistant","content":"far "},"done":false}
      """;

  private final Wire wire;
  private final Script script;
  private final String key;
  private final HttpResponseWriter out;
  private final AtomicLong sentBytes;
  private final int promptTokens;
  private int ahead;

  Playback(
      Wire wire,
      Script script,
      String key,
      HttpResponseWriter out,
      AtomicLong sentBytes,
      int promptTokens) {
    this.wire = wire;
    this.script = script;
    this.key = key;
    this.out = out;
    this.sentBytes = sentBytes;
    this.promptTokens = promptTokens;
  }

  /** Runs to the end, or until the reader is gone. */
  void play(String answer) {
    try {
      write(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Gone | CompletionException e) {
      // The reader has left; the server has noted it.
    }
  }

  private void write(String answer) throws InterruptedException {
    if (script.has("silent")) {
      return;
    }
    if (script.has("document")) {
      out.write(ResponseHeaders.of(200));
      send(wire.document(answer, promptTokens, Answers.tokens(answer).size()));
      out.close();
      return;
    }
    out.write(ResponseHeaders.builder(200).add("content-type", wire.contentType()).build());
    pause(script.number("slow", 0));
    if (script.number("error", -1) == 0) {
      fail();
      return;
    }
    boolean usage = !script.has("nousage");
    send(wire.start(usage ? promptTokens : -1));
    int block = 0;
    if (script.has("think")) {
      send(wire.reasoning("Let me think. "));
      block++;
    }
    if (script.has("parrot")) {
      for (String letter : ("I think of " + key).split("")) {
        send(wire.reasoning(letter));
      }
    }
    send(wire.textStart(block));
    if (script.has("parrot")) {
      for (String letter : ("Your key is " + key + ". ").split("")) {
        send(wire.text(letter, block));
      }
    }
    if (script.has("longline")) {
      longLine(script.number("longline", 10));
    }
    if (script.has("endless")) {
      endless(block);
    }
    List<String> tokens = Answers.tokens(answer);
    for (int i = 0; i < tokens.size(); i++) {
      if (stopsAfter(i)) {
        return;
      }
      pause(i == 0 ? 0 : script.number("paced", 0));
      if (script.number("forwards", -1) == i) {
        send(FORWARDED);
      }
      send(wire.text(tokens.get(i), block));
    }
    if (stopsAfter(tokens.size())) {
      return;
    }
    send(wire.textEnd(block));
    if (script.has("tool")) {
      send(wire.toolCall(block + 1, "commit", "{\"text\":\"x\"}"));
    }
    if (script.has("call")) {
      String[] call = script.rest().split(" ", 2);
      send(wire.toolCall(block + 1, call[0], call[1]));
    }
    boolean called = script.has("tool") || script.has("call");
    String reason = called ? "tool_calls" : script.has("length") ? "length" : "stop";
    send(wire.finish(reason, promptTokens, tokens.size(), usage));
    out.close();
  }

  /** Waits until what was sent has really gone. */
  private void settle() {
    out.whenConsumed().join();
    ahead = 0;
  }

  private boolean stopsAfter(int sent) throws InterruptedException {
    if (script.number("cut", -1) == sent) {
      settle();
      out.close(new IllegalStateException("cut as the script says"));
    } else if (script.number("error", -1) == sent) {
      fail();
    } else if (script.number("midchar", -1) == sent) {
      sendHalf(wire.text("日", 0));
    } else if (script.number("pings", -1) == sent) {
      while (true) {
        pause(50);
        send(wire.text("", 0));
      }
    } else if (script.number("hang", -1) != sent) {
      return false;
    }
    return true;
  }

  /** Sends up to the middle of the only character of more than one byte. */
  private void sendHalf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int middle = 0;
    while (bytes[middle] >= 0) {
      middle++;
    }
    if (!out.tryWrite(HttpData.wrap(Arrays.copyOf(bytes, middle + 2)))) {
      throw new Gone();
    }
  }

  private void fail() throws InterruptedException {
    send(wire.error("overloaded_error", "Overloaded, as the script says"));
    out.close();
  }

  private void endless(int block) throws InterruptedException {
    for (long i = 1; ; i++) {
      pause(script.number("paced", 0));
      String word = "word" + i + " ";
      send(script.has("think") ? wire.reasoning(word) : wire.text(word, block));
    }
  }

  private void longLine(int megabytes) throws InterruptedException {
    String piece = "x".repeat(64 << 10);
    for (int sent = 0; sent < megabytes * 16; sent++) {
      send(piece);
    }
  }

  private void send(String text) throws InterruptedException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] bytes) throws InterruptedException {
    int size = script.number("split", bytes.length);
    for (int from = 0; from < bytes.length; from += size) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
      if (!out.tryWrite(HttpData.wrap(piece))) {
        throw new Gone();
      }
      long _ = sentBytes.addAndGet(piece.length);
      ahead += piece.length;
      if (ahead > MOST_AHEAD) {
        settle();
      }
    }
  }

  private void pause(int millis) throws InterruptedException {
    if (millis > 0) {
      Thread.sleep(millis);
      if (!out.isOpen()) {
        throw new Gone();
      }
    }
  }

  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
