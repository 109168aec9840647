package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a model calls as a tool is the act that its marker would be. */
class ActCallsTest {
  @Test
  void eachActIsTheMarkerOfItsName() {
    assertEquals(
        new Marker.Commit("water the plants"),
        ActCalls.act("commit", "{\"text\":\" water the\\nplants \"}"));
    assertEquals(new Marker.Close(12), ActCalls.act("close", "{\"commitment\":12}"));
    assertEquals(
        new Marker.Remember("Ana lives in Porto"),
        ActCalls.act("remember", "{\"text\":\"Ana lives in Porto\"}"));
    assertEquals(new Marker.Claim("{\"x\":1}"), ActCalls.act("claim", "{\"x\":1}"));
    assertEquals(
        new Marker.Reflect("{\"observations\":1}"),
        ActCalls.act("reflect", "{\"observations\":1}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "commit|''|bad_arguments",
        "commit|{\"te|bad_arguments",
        "commit|[]|bad_arguments",
        "commit|{}|bad_arguments",
        "commit|{\"text\":\"\"}|bad_arguments",
        "commit|{\"text\":7}|bad_arguments",
        "commit|{\"text\":\"x\",\"when\":\"now\"}|bad_arguments",
        "commit|{\"text\":\"a\\u0000b\"}|bad_arguments",
        "close|{\"commitment\":\"12\"}|bad_arguments",
        "close|{\"commitment\":0}|bad_arguments",
        "close|{\"commitment\":1.5}|bad_arguments",
        "remember|{\"text\":\"x\"} and more|bad_arguments",
        "reflect|{\"observations\":[],\"traits\":[]}|bad_arguments",
        "search_web|{\"query\":\"x\"}|unknown_tool",
        "COMMIT|{\"text\":\"x\"}|unknown_tool",
      })
  void anythingElseIsMalformed(String name, String arguments, String reason) {
    Marker.Malformed malformed = (Marker.Malformed) ActCalls.act(name, arguments);
    assertEquals(reason, malformed.reason());
    assertEquals((name + " " + arguments).strip(), malformed.line());
  }

  @Test
  void ofLongArgumentsOnlyTheBeginIsShown() {
    Marker.Malformed malformed =
        (Marker.Malformed) ActCalls.act("commit", "{\"x\":\"" + "y".repeat(5000) + "\"}");
    assertTrue(malformed.line().length() <= 500);
  }
}
