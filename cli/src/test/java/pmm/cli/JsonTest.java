package pmm.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.VerifyResult;
import pmm.provider.v1.Consent;

class JsonTest {
  @Test
  void readsBackWhatItPrints() {
    Map<String, Object> value =
        Json.object("{\"a\":[1,2.5,true,null,\"x\\u001b\"],\"b\":{\"c\":9007199254740991}}")
            .entrySet()
            .stream()
            .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));

    assertEquals(value, Json.object(Json.print(value)));
  }

  @Test
  void takesAnythingElseForAnEmptyObject() {
    assertEquals(Map.of(), Json.object(""));
    assertEquals(Map.of(), Json.object("[1]"));
    assertEquals(Map.of(), Json.object("{\"a\":"));
  }

  @Test
  void printsMessagesByTheNamesOfTheContract() {
    Event event =
        Event.newBuilder()
            .setEventId(9_007_199_254_740_991L)
            .setCreateTime(Timestamp.newBuilder().setSeconds(1).setNanos(500_000_000))
            .setKind("note")
            .setContent("")
            .setContentSalt(ByteString.copyFrom(new byte[] {1, 2}))
            .build();

    Map<String, ?> fields = ProtoJson.of(event);

    assertEquals(9_007_199_254_740_991L, fields.get("event_id"));
    assertEquals("1970-01-01T00:00:01.500Z", fields.get("create_time"));
    assertEquals("", fields.get("content"));
    assertEquals("AQI=", fields.get("content_salt"));
    assertEquals(false, fields.containsKey("meta_json"));
    assertEquals(false, fields.get("content_forgotten"));
  }

  @Test
  void printsEnumValuesAsWords() {
    assertEquals(
        "truncated",
        ProtoJson.word(VerifyResult.HeadState.HEAD_STATE_TRUNCATED.getValueDescriptor()));
    Consent consent =
        Consent.newBuilder().setScope(Consent.Scope.SCOPE_ONCE).addDataClasses("message").build();
    assertEquals("once", ProtoJson.of(consent).get("scope"));
    assertEquals(List.of("message"), ProtoJson.of(consent).get("data_classes"));
  }
}
