package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import pmm.provider.consent.Consent;
import pmm.provider.control.Books;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.network.ActiveCalls;
import pmm.provider.network.Cancellation;
import pmm.provider.v1.ConsentServiceGrpc;
import pmm.provider.v1.DenyConsentRequest;
import pmm.provider.v1.DenyConsentResponse;
import pmm.provider.v1.GrantConsentRequest;
import pmm.provider.v1.GrantConsentResponse;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.GrantStandingConsentResponse;
import pmm.provider.v1.ListConsentsRequest;
import pmm.provider.v1.ListConsentsResponse;
import pmm.provider.v1.RevokeConsentRequest;
import pmm.provider.v1.RevokeConsentResponse;
import pmm.rpc.Caller;
import pmm.rpc.Problem;

/** What may leave, as the contract has it. */
public final class ConsentRpc extends ConsentServiceGrpc.ConsentServiceImplBase {

  private final Watched<Books> books;
  private final Journal journal;
  private final ActiveCalls active;
  private final Clock clock;

  /** The service over these parts. */
  public ConsentRpc(Watched<Books> books, Journal journal, ActiveCalls active, Clock clock) {
    this.books = books;
    this.journal = journal;
    this.active = active;
    this.clock = clock;
  }

  @Override
  public void grantConsent(
      GrantConsentRequest request, StreamObserver<GrantConsentResponse> responses) {
    Consent.Scope scope =
        switch (request.getScope()) {
          case SCOPE_ONCE -> Consent.Scope.ONCE;
          case SCOPE_CONVERSATION -> Consent.Scope.CONVERSATION;
          case SCOPE_UNTIL, SCOPE_ALWAYS ->
              throw new Problem(
                  ProviderReason.STEP_UP_METHOD,
                  "A standing consent is given by GrantStandingConsent.");
          case SCOPE_UNSPECIFIED, UNRECOGNIZED ->
              throw Checks.invalid("scope", request.getScope().name(), "ONCE or CONVERSATION");
        };
    Draft draft =
        granted(request.getHost(), request.getPurpose(), request.getDataClassesList(), scope)
            .with("bound_to", Checks.required("bound_to", request.getBoundTo()));
    if (!request.getBodyToken().isEmpty()) {
      if (scope != Consent.Scope.ONCE) {
        throw Checks.invalid("body_token", request.getBodyToken(), "none, unless for ONCE");
      }
      draft.with("body_token", request.getBodyToken());
    }
    pmm.provider.v1.Consent consent = store(draft, request.getRequestId());
    responses.onNext(GrantConsentResponse.newBuilder().setConsent(consent).build());
    responses.onCompleted();
  }

  @Override
  public void grantStandingConsent(
      GrantStandingConsentRequest request, StreamObserver<GrantStandingConsentResponse> responses) {
    Consent.Scope scope = request.hasExpireTime() ? Consent.Scope.UNTIL : Consent.Scope.ALWAYS;
    Draft draft =
        granted(request.getHost(), request.getPurpose(), request.getDataClassesList(), scope);
    if (request.hasExpireTime()) {
      Instant end = ProviderProto.instant(request.getExpireTime());
      if (!end.isAfter(clock.instant())) {
        throw Checks.invalid("expire_time", end.toString(), "a time to come");
      }
      draft.with("expires_ms", end.toEpochMilli());
    }
    pmm.provider.v1.Consent consent = store(draft, request.getRequestId());
    responses.onNext(GrantStandingConsentResponse.newBuilder().setConsent(consent).build());
    responses.onCompleted();
  }

  @Override
  public void denyConsent(
      DenyConsentRequest request, StreamObserver<DenyConsentResponse> responses) {
    Draft draft =
        answered("consent_denied", request.getHost(), request.getPurpose())
            .with("bound_to", request.getBoundTo());
    Entry entry = append(draft, request.getRequestId());
    responses.onNext(DenyConsentResponse.newBuilder().setEventId(entry.id()).build());
    responses.onCompleted();
  }

  @Override
  public void revokeConsent(
      RevokeConsentRequest request, StreamObserver<RevokeConsentResponse> responses) {
    long id = request.getConsentId();
    Consent consent =
        books
            .read((now, _) -> now.consents().get(id))
            .orElseThrow(() ->
                new Problem(
                        ProviderReason.CONSENT_UNKNOWN,
                        "consent_id: " + id + " (expected: one of ListConsents)")
                    .inField("consent_id"));
    int ended =
        active.end(
            call -> call.consentId() == id,
            Cancellation.Cause.REVOKED,
            () -> revoke(consent, request.getRequestId()));
    responses.onNext(RevokeConsentResponse.newBuilder().setEndedCalls(ended).build());
    responses.onCompleted();
  }

  @Override
  public void listConsents(
      ListConsentsRequest request, StreamObserver<ListConsentsResponse> responses) {
    int size = Checks.pageSize(request.getPageSize());
    long before = Checks.eventToken(request.getPageToken());
    Instant now = clock.instant();
    List<Consent> found =
        books.read((all, _) -> all.consents().before(before)).stream()
            .filter(
                consent -> !request.getActiveOnly() || consent.stateAt(now) == Consent.State.ACTIVE)
            .limit(size + 1L)
            .toList();
    ListConsentsResponse.Builder page = ListConsentsResponse.newBuilder();
    found.stream()
        .limit(size)
        .forEach(consent -> page.addConsents(ProviderProto.consent(consent, now)));
    if (found.size() > size) {
      page.setNextPageToken(Long.toString(found.get(size - 1).id()));
    }
    responses.onNext(page.build());
    responses.onCompleted();
  }

  private void revoke(Consent consent, String requestId) {
    if (consent.state() == Consent.State.ACTIVE) {
      Entry _ =
          append(
              Draft.of("consent_revoked")
                  .with("consent_id", consent.id())
                  .with("actor", Caller.current().actor()),
              requestId);
    }
  }

  private static Draft granted(
      String host, String purpose, Collection<String> dataClasses, Consent.Scope scope) {
    Set<String> words = Checks.consentedClasses(purpose(purpose), dataClasses);
    return answered("consent_granted", host, purpose)
        .with("data_classes", words.stream().sorted().toList())
        .with("scope", scope.id());
  }

  private static Draft answered(String kind, String host, String purpose) {
    return Draft.of(kind)
        .with("host", Checks.host(host))
        .with("purpose", purpose(purpose))
        .with("actor", Caller.current().actor());
  }

  private static String purpose(String value) {
    return Checks.purpose(value.isEmpty() ? "chat" : value);
  }

  private pmm.provider.v1.Consent store(Draft draft, String requestId) {
    long id = append(draft, requestId).id();
    Consent consent = books.read((now, _) -> now.consents().get(id)).orElseThrow();
    return ProviderProto.consent(consent, clock.instant());
  }

  private Entry append(Draft draft, String requestId) {
    Entry entry = journal.append(draft, Checks.requestId(requestId));
    books.awaitThrough(entry.id());
    return entry;
  }
}
