package pmm.provider.scripted;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** Downloads as Ollama tells of them; one that was broken off goes on where it stopped. */
final class Pulls {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int STEPS = 10;
  private static final long SMALL_LAYER = 1_000;

  private final Map<String, Long> doneSteps = new ConcurrentHashMap<>();
  private final Set<String> whole = ConcurrentHashMap.newKeySet();

  /** Which models are whole. */
  boolean has(String model) {
    return whole.contains(model);
  }

  /** Forgets all downloads. */
  void reset() {
    doneSteps.clear();
    whole.clear();
  }

  void play(String model, Script script, HttpResponseWriter out) {
    try {
      write(model, script, out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Gone | CompletionException e) {
      // The reader has left; what was downloaded stays.
    }
  }

  private void write(String model, Script script, HttpResponseWriter out)
      throws InterruptedException {
    out.write(ResponseHeaders.builder(200).add("content-type", "application/x-ndjson").build());
    line(out, status("pulling manifest"));
    if (script.has("missing")) {
      end(out, error("pull model manifest: file does not exist"));
      return;
    }
    long total = script.number("layer", 1) * 1_000_000L;
    for (long step = doneSteps.getOrDefault(model, 0L); step <= STEPS; step++) {
      doneSteps.put(model, step);
      line(out, layer("a", total, script.has("nocompleted") ? -1 : total * step / STEPS));
      if (script.has("back") && step == STEPS / 2) {
        line(out, layer("a", total, total / STEPS));
      }
      if (script.has("pause") && step == script.number("pause", 0)) {
        return;
      }
      if (script.has("broken") && step == script.number("broken", 0)) {
        end(out, error("max retries exceeded: unexpected EOF"));
        return;
      }
    }
    line(out, layer("b", SMALL_LAYER, SMALL_LAYER));
    line(out, status("verifying sha256 digest"));
    if (script.has("silence")) {
      Thread.sleep(script.number("silence", 0));
    }
    if (script.has("full")) {
      end(out, error("write /models/blobs/sha256-a: no space left on device"));
      return;
    }
    line(out, status("writing manifest"));
    if (script.has("nosuccess")) {
      out.close();
      return;
    }
    whole.add(model);
    end(out, status("success"));
  }

  private static ObjectNode status(String status) {
    return JSON.createObjectNode().put("status", status);
  }

  private static ObjectNode error(String message) {
    return JSON.createObjectNode().put("error", message);
  }

  private static ObjectNode layer(String name, long total, long completed) {
    ObjectNode layer =
        status("pulling " + name.repeat(12))
            .put("digest", "sha256:" + name.repeat(64))
            .put("total", total);
    return completed < 0 ? layer : layer.put("completed", completed);
  }

  private static void end(HttpResponseWriter out, ObjectNode last) {
    line(out, last);
    out.close();
  }

  private static void line(HttpResponseWriter out, ObjectNode line) {
    if (!out.tryWrite(HttpData.ofUtf8(line + "\n"))) {
      throw new Gone();
    }
    out.whenConsumed().join();
  }

  private static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
