package pmm.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.ledger.LedgerExtension.draft;
import static pmm.ledger.LedgerExtension.fact;
import static pmm.ledger.LedgerExtension.request;
import static pmm.ledger.Refusals.assertRefused;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import pmm.ledger.store.LedgerReason;
import pmm.ledger.v1.AppendEventsRequest;
import pmm.ledger.v1.Event;
import pmm.ledger.v1.EventDraft;
import pmm.ledger.v1.Fence;
import pmm.ledger.v1.GetBlobRequest;
import pmm.ledger.v1.GetEventRequest;
import pmm.ledger.v1.GetLedgerInfoRequest;
import pmm.ledger.v1.GetLedgerInfoResponse;
import pmm.mindfile.Kinds;
import pmm.rpc.Role;
import pmm.rpc.RpcReason;

class AppendEventsTest {
  private static final String ACTOR = "{\"actor\":\"session:1\",\"host\":\"api.example.org\"}";

  @RegisterExtension final LedgerExtension ledger = new LedgerExtension();

  @Test
  void startingWritesNothing() {
    assertFalse(Files.exists(ledger.home().file("mind.db")));
    GetLedgerInfoResponse info =
        ledger.as(Role.MIND).getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
    assertEquals(0, info.getEventCount());
    assertEquals("", info.getMindId());
    assertFalse(info.hasCreateTime());
  }

  @Test
  void theFirstAppendMakesTheMindAndAnswersWithItsOwnEventsOnly() {
    Event stored = ledger.say("hello");

    assertEquals("user_message", stored.getKind());
    Event first =
        ledger
            .as(Role.MIND)
            .getEvent(GetEventRequest.newBuilder().setEventId(1).build())
            .getEvent();
    assertEquals(Kinds.MIND_CREATED, first.getKind());
    GetLedgerInfoResponse info =
        ledger.as(Role.MIND).getLedgerInfo(GetLedgerInfoRequest.getDefaultInstance());
    assertEquals(stored.getHash(), info.getHeadHash());
    assertEquals(stored.getEventId(), info.getEventCount());
    assertEquals(first.getCreateTime(), info.getCreateTime());
    assertFalse(info.getMindId().isEmpty());
    assertEquals("", info.getProblem());
    assertEquals(1, info.getSchemaVersion());
  }

  @Test
  void answersBrieflyWhereTheCallerAsksForIt() {
    AppendEventsRequest.Builder request = request(draft("user_message", "at length")).toBuilder();
    Event brief = ledger.as(Role.MIND).appendEvents(request.setBrief(true).build()).getEvents(0);

    Event stored =
        ledger
            .as(Role.MIND)
            .getEvent(GetEventRequest.newBuilder().setEventId(brief.getEventId()).build())
            .getEvent();
    assertEquals("at length", stored.getContent());
    assertEquals(stored.toBuilder().clearContent().clearContentSalt().build(), brief);
  }

  @Test
  void answersARepeatedRequestIdAsTheFirstTime() {
    AppendEventsRequest request =
        request(draft("user_message", "once")).toBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .build();
    List<Event> first = ledger.as(Role.MIND).appendEvents(request).getEventsList();
    ledger.say("between");

    assertEquals(first, ledger.as(Role.MIND).appendEvents(request).getEventsList());
  }

  @Test
  void letsNoRoleTakeTheRequestIdOfAnother() {
    String id = UUID.randomUUID().toString();
    ledger
        .as(Role.OTHER)
        .appendEvents(request(draft("note", "first")).toBuilder().setRequestId(id).build());

    Event stored =
        ledger
            .as(Role.MIND)
            .appendEvents(
                request(draft("user_message", "second")).toBuilder().setRequestId(id).build())
            .getEvents(0);
    assertEquals("user_message", stored.getKind());
  }

  @Test
  void answersARepeatedRequestIdAfterARestart() throws Exception {
    AppendEventsRequest request =
        request(draft("user_message", "once")).toBuilder()
            .setRequestId(UUID.randomUUID().toString())
            .build();
    List<Event> first = ledger.as(Role.MIND).appendEvents(request).getEventsList();
    ledger.stop();
    ledger.start();

    assertEquals(first, ledger.as(Role.MIND).appendEvents(request).getEventsList());
  }

  @Test
  void refusesWhenTheHeadHasMoved() {
    Event head = ledger.say("one");
    AppendEventsRequest next =
        request(draft("user_message", "two")).toBuilder()
            .setExpectedHeadHash(head.getHash())
            .build();
    ledger.as(Role.MIND).appendEvents(next);

    assertRefused(LedgerReason.HEAD_MOVED, () -> ledger.as(Role.MIND).appendEvents(next));
  }

  @Test
  void refusesWhatAFenceForbids() {
    Event known = ledger.say("one");
    Event consent =
        ledger.as(Role.PROVIDER).appendEvents(request(fact("consent_granted", ACTOR))).getEvents(0);
    AppendEventsRequest attempt =
        request(fact("network_attempt", "{\"host\":\"api.example.org\"}")).toBuilder()
            .setFence(
                Fence.newBuilder()
                    .addKinds("consent_granted")
                    .addKinds("consent_revoked")
                    .setAfterEventId(known.getEventId()))
            .build();

    assertRefused(LedgerReason.FENCED, () -> ledger.as(Role.PROVIDER).appendEvents(attempt));
    AppendEventsRequest informed =
        attempt.toBuilder()
            .setFence(attempt.getFence().toBuilder().setAfterEventId(consent.getEventId()))
            .build();
    assertEquals(1, ledger.as(Role.PROVIDER).appendEvents(informed).getEventsCount());
  }

  @Test
  void refusesAKindNobodyKnows() {
    var problem =
        assertRefused(LedgerReason.KIND_UNKNOWN, () -> ledger.append(draft("user_mesage", "typo")));
    assertEquals("user_mesage", problem.metadata().get("kind"));
  }

  @Test
  void letsEachRoleAppendItsOwnKindsOnly() {
    assertEquals(
        Set.of(
            "model_added",
            "model_removed",
            "fallback_set",
            "consent_granted",
            "consent_denied",
            "consent_revoked",
            "network_mode_changed",
            "network_attempt",
            "network_result",
            "codec_switched"),
        appendable(Role.PROVIDER));
    assertEquals(Set.of("note"), appendable(Role.OTHER));
    Set<String> mind = appendable(Role.MIND);
    assertTrue(mind.containsAll(Kinds.Group.TALK.kinds()));
    assertTrue(mind.containsAll(Set.of("model_selected", "setting_changed", "autonomy_changed")));
    assertTrue(
        Stream.of("model_added", "consent_granted", "network_attempt", "note", "redaction")
            .noneMatch(mind::contains));
  }

  /** The kinds that are not refused for the role's sake. */
  private Set<String> appendable(Role role) {
    return Kinds.all().stream().filter(kind -> allowed(role, kind)).collect(Collectors.toSet());
  }

  private boolean allowed(Role role, String kind) {
    try {
      ledger.as(role).appendEvents(request(fact(kind, ACTOR)));
      return true;
    } catch (io.grpc.StatusRuntimeException refused) {
      assertRefused(
          LedgerReason.KIND_NOT_ALLOWED,
          () -> {
            throw refused;
          });
      return false;
    }
  }

  @Test
  void neverOpensAppendToBrowserAndCommand() {
    for (Role role : List.of(Role.UI, Role.CLI)) {
      assertRefused(
          RpcReason.ROLE_NOT_ALLOWED,
          () -> ledger.as(role).appendEvents(request(draft("note", "no"))));
    }
  }

  @Test
  void refusesADecisionWithoutItsActor() {
    for (String meta :
        List.of("{}", "{\"actor\":\"\"}", "{\"actor\":7}", "{\"a\":{\"actor\":\"x\"}}")) {
      assertRefused(
          LedgerReason.INVALID,
          () -> ledger.as(Role.PROVIDER).appendEvents(request(fact("consent_revoked", meta))));
    }
    assertRefused(
        LedgerReason.INVALID,
        () -> ledger.as(Role.MIND).appendEvents(request(draft("setting_changed", "x"))));
  }

  @Test
  void namesTheProcessAsTheActorOfItsOwnActs() {
    for (String meta : List.of("{}", " { \"z\" : 1 }")) {
      Event attempt =
          ledger
              .as(Role.PROVIDER)
              .appendEvents(request(fact("network_attempt", meta)))
              .getEvents(0);
      assertTrue(attempt.getMetaJson().startsWith("{\"actor\":\"provider\""), attempt::getMetaJson);
    }
  }

  @Test
  void keepsTheChunksThatAnEventNames() throws Exception {
    byte[] chunk = "frame".getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(chunk));
    ledger
        .as(Role.MIND)
        .appendEvents(
            request(fact("summary", "{\"blobs\":[\"" + hash + "\"]}")).toBuilder()
                .addBlobs(ByteString.copyFrom(chunk))
                .build());

    assertEquals(
        ByteString.copyFrom(chunk),
        ledger.as(Role.CLI).getBlob(GetBlobRequest.newBuilder().setHash(hash).build()).getData());
    assertRefused(
        LedgerReason.NOT_FOUND,
        () ->
            ledger
                .as(Role.MIND)
                .getBlob(GetBlobRequest.newBuilder().setHash("0".repeat(64)).build()));
  }

  @Test
  void refusesWhatIsTooMuch() {
    assertRefused(
        LedgerReason.TOO_LARGE,
        () -> ledger.append(draft("user_message", "x".repeat((1 << 20) + 1))));
    EventDraft[] many = new EventDraft[501];
    java.util.Arrays.fill(many, draft("user_message", "x"));
    assertRefused(LedgerReason.TOO_LARGE, () -> ledger.append(many));
    assertRefused(LedgerReason.INVALID, () -> ledger.append());
    assertRefused(LedgerReason.INVALID, () -> ledger.append(fact("user_message", "[1]")));
    assertRefused(LedgerReason.INVALID, () -> ledger.append(draft("user_message", "\0")));
  }
}
