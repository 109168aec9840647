package pmm.provider.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.codec.AnswerEvent;
import pmm.provider.codec.AnswerEvent.Ended;
import pmm.provider.codec.AnswerEvent.Failed;
import pmm.provider.codec.AnswerEvent.Finish;
import pmm.provider.codec.AnswerEvent.Reasoning;
import pmm.provider.codec.AnswerEvent.Text;
import pmm.provider.codec.AnswerEvent.ToolCall;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

class KeyRemoverTest {

  private static final String KEY = "sk-sk-proj-0123456789abcdefWXYZ";

  @Test
  void findsTheKeyHoweverItIsSplit() {
    String said = "Before sk-" + KEY + KEY + " and sk-sk-proj, after.";
    for (int size = 1; size <= said.length(); size++) {
      List<AnswerEvent> pieces = new ArrayList<>();
      for (int from = 0; from < said.length(); from += size) {
        pieces.add(new Text(said.substring(from, Math.min(said.length(), from + size))));
      }
      pieces.add(new Ended(Finish.STOP));
      assertEquals(
          List.of(
              new Text("Before sk-[key removed][key removed] and sk-sk-proj, after."),
              new Ended(Finish.STOP)),
          AnswerEvent.joined(oneByOne(new KeyRemover(KEY), pieces)));
    }
  }

  @Test
  void holdsBackOnlyWhatMayBeTheKeysBeginning() {
    KeyRemover remover = new KeyRemover(KEY);
    assertEquals(List.of(new Text("No ")), remover.clean(List.of(new Text("No sk-sk"))));
    assertEquals(List.of(new Text("sk-skin")), remover.clean(List.of(new Text("in"))));
    assertEquals(List.of(new Text("Yes.")), new KeyRemover(KEY).clean(List.of(new Text("Yes."))));
  }

  @Test
  void looksAtEachPartOfAnAnswerForItself() {
    String begin = KEY.substring(0, 9);
    String end = KEY.substring(9);
    List<AnswerEvent> clean =
        oneByOne(
            new KeyRemover(KEY),
            List.of(
                new ToolCall(0, KEY, "tool" + KEY, "{\"a\":\"" + begin),
                new Reasoning(begin),
                new ToolCall(1, "", "", begin),
                new Reasoning(end + "!"),
                new ToolCall(0, "", "", end + "\"}"),
                new Ended(Finish.TOOL_CALLS)));
    assertEquals(
        List.of(
            new ToolCall(0, "[key removed]", "tool[key removed]", "{\"a\":\""),
            new Reasoning("[key removed]!"),
            new ToolCall(0, "", "", "[key removed]\"}"),
            new ToolCall(1, "", "", begin),
            new Ended(Finish.TOOL_CALLS)),
        clean);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "xx", "user:", "Bearer "})
  void removesFromAFailureWhatTellsTheKey(String before) {
    KeyRemover remover = new KeyRemover(KEY);
    Base64.Encoder base64 = Base64.getEncoder();
    byte[] bytes = (before + KEY + "?").getBytes(StandardCharsets.US_ASCII);
    for (String form :
        List.of(
            before + KEY,
            before + KEY.substring(0, KEY.length() - 4) + "...",
            before + KEY.toUpperCase(java.util.Locale.ROOT),
            base64.encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))) {
      List<AnswerEvent> clean =
          remover.clean(
              List.of(new Failed(new Failure(ProviderReason.KEY_REJECTED, "Wrong: " + form))));
      String message = ((Failed) clean.getFirst()).failure().message();
      assertTrue(message.contains("[key removed]"), message);
      assertFalse(message.toLowerCase(java.util.Locale.ROOT).contains("0123456789"), message);
      assertFalse(message.contains("MDEyMzQ1"), message);
    }
  }

  @Test
  void takesNoCommonWordForAKey() {
    List<AnswerEvent> events = List.of(new Text("The llama said none."));
    assertEquals(events, new KeyRemover("none").clean(events));
    assertSame(events, new KeyRemover("").clean(events));
  }

  private static List<AnswerEvent> oneByOne(KeyRemover remover, List<AnswerEvent> events) {
    List<AnswerEvent> clean = new ArrayList<>();
    events.forEach(event -> clean.addAll(remover.clean(List.of(event))));
    return clean;
  }
}
