package pmm.ui.session;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pmm.ledger.v1.RedactEventsRequest;
import pmm.ledger.v1.RestoreSnapshotRequest;
import pmm.mind.v1.BringMindRequest;
import pmm.provider.v1.AddRemoteModelRequest;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.LeaveOfflineRequest;
import pmm.provider.v1.ModelDraft;

/**
 * What a session may do only with a confirmation. These requests alone the gateway reads: who
 * confirms must see what, and a page that is not to be trusted could describe another act.
 */
enum GraveAct {
  GRANT_STANDING_CONSENT("pmm.provider.v1.ConsentService/GrantStandingConsent") {
    @Override
    String read(byte[] request) throws InvalidProtocolBufferException {
      GrantStandingConsentRequest grant = GrantStandingConsentRequest.parseFrom(request);
      String purpose = grant.getPurpose().isEmpty() ? "chat" : grant.getPurpose();
      List<String> usual =
          purpose.equals("chat") ? List.of("message", "memory") : List.of("what holds no words");
      List<String> words = grant.getDataClassesCount() == 0 ? usual : grant.getDataClassesList();
      return "let "
          + clean(String.join(" and ", words))
          + " go to "
          + clean(grant.getHost())
          + " for "
          + clean(purpose)
          + (grant.hasExpireTime()
              ? " until " + minute(grant.getExpireTime())
              : " until you take it back");
    }
  },
  LEAVE_OFFLINE("pmm.provider.v1.NetworkService/LeaveOffline") {
    @Override
    String read(byte[] request) throws InvalidProtocolBufferException {
      LeaveOfflineRequest.parseFrom(request);
      return "leave offline mode, so that what you allow may leave this device";
    }
  },
  ADD_REMOTE_MODEL("pmm.provider.v1.ModelService/AddRemoteModel") {
    @Override
    String read(byte[] request) throws InvalidProtocolBufferException {
      AddRemoteModelRequest add = AddRemoteModelRequest.parseFrom(request);
      ModelDraft model = add.getModel();
      return "add the model "
          + clean(model.getModelId())
          + (model.getUrl().isEmpty() ? ", which runs elsewhere" : " at " + clean(model.getUrl()))
          + (model.getKey().isEmpty() ? "" : ", with a key")
          + (add.getReplace() ? ", in place of the one of that name" : "");
    }
  },
  REDACT_EVENTS("pmm.ledger.v1.LedgerService/RedactEvents") {
    @Override
    String read(byte[] request) throws InvalidProtocolBufferException {
      RedactEventsRequest redact = RedactEventsRequest.parseFrom(request);
      String ids =
          redact.getEventIdsList().stream().map(String::valueOf).collect(Collectors.joining(", "));
      return "forget for good the words"
          + (redact.getWithMeta() ? " and facts" : "")
          + " of "
          + (redact.getEventIdsCount() == 1 ? "event " : redact.getEventIdsCount() + " events: ")
          + clean(ids);
    }
  },
  RESTORE_SNAPSHOT("pmm.ledger.v1.LedgerService/RestoreSnapshot") {
    @Override
    String read(byte[] request) throws InvalidProtocolBufferException {
      return "go back to the snapshot "
          + clean(RestoreSnapshotRequest.parseFrom(request).getName())
          + ", and leave what came after it";
    }
  },
  BRING_MIND("pmm.mind.v1.ImportService/BringMind") {
    @Override
    String read(byte[] request) throws InvalidProtocolBufferException {
      BringMindRequest bring = BringMindRequest.parseFrom(request);
      String name = bring.getName().isEmpty() ? "a file without a name" : clean(bring.getName());
      String hash = bring.getSha256().isEmpty() ? "not told" : clean(bring.getSha256());
      return "put "
          + name
          + " (SHA-256 "
          + hash
          + ") in the place of the mind that lives here, which is kept as a file";
    }
  };

  private static final int LONGEST_WORDS = 200;

  private final String method;

  GraveAct(String method) {
    this.method = method;
  }

  /** The act that this rpc does, if it is one. */
  static Optional<GraveAct> of(String method) {
    return Arrays.stream(values()).filter(act -> act.method.equals(method)).findAny();
  }

  /** The rpcs of all. */
  static Set<String> methods() {
    return Arrays.stream(values()).map(GraveAct::method).collect(Collectors.toUnmodifiableSet());
  }

  /** The full name of the rpc. */
  String method() {
    return method;
  }

  /** What a request asks for, in words that go on after "A browser asks to"; never a key. */
  abstract String read(byte[] request) throws InvalidProtocolBufferException;

  /** Nothing in a request may end the line or turn the writing round. */
  private static String clean(String text) {
    String line = text.replaceAll("\\p{C}+", " ").strip();
    return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "...";
  }

  private static String minute(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds()).truncatedTo(ChronoUnit.MINUTES).toString();
  }
}
