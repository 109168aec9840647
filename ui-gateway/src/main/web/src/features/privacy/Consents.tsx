import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { dateOf, moment, number } from "../../common/format";
import { CheckIcon } from "../../common/icons";
import { type MessageId, t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { sentence } from "../../common/problem";
import { type Consent, ConsentService, Consent_Scope, Consent_State } from "../../gen/pmm/provider/v1/provider_pb";
import { useSession } from "../session/SessionGate";

const SCOPE: Record<Consent_Scope, MessageId> = {
  [Consent_Scope.UNSPECIFIED]: "scope.unknown",
  [Consent_Scope.ONCE]: "scope.once",
  [Consent_Scope.CONVERSATION]: "scope.conversation",
  [Consent_Scope.UNTIL]: "scope.until",
  [Consent_Scope.ALWAYS]: "scope.always",
};

const STATE: Record<Consent_State, MessageId> = {
  [Consent_State.UNSPECIFIED]: "consent.state.ended",
  [Consent_State.ACTIVE]: "consent.state.active",
  [Consent_State.ENDED]: "consent.state.ended",
  [Consent_State.REVOKED]: "consent.state.revoked",
  [Consent_State.DENIED]: "consent.state.denied",
};

/** What the person allowed or refused, with a way to take it back. */
export function Consents() {
  const consents = useClient(ConsentService);
  const queries = useQueryClient();
  const { ready } = useSession();
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["consents"],
    queryFn: ({ pageParam, signal }) => consents.listConsents({ pageSize: 20, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const revoke = useMutation({
    mutationFn: (consentId: bigint) => consents.revokeConsent({ consentId, requestId: crypto.randomUUID() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["consents"] });
      await queries.invalidateQueries({ queryKey: keys.network });
    },
  });
  const all = data?.pages.flatMap((page) => page.consents) ?? [];
  return (
    <section className="card" aria-labelledby="consents-title">
      <h2 id="consents-title">
        <CheckIcon />
        {t("consents.title")}
      </h2>
      {data && all.length === 0 && <p className="quiet">{t("consents.none")}</p>}
      <ul className="plain-list">
        {all.map((each) => (
          <li key={String(each.consentId)}>
            <div className="grow">
              <b>{each.host}</b> <StateChip state={each.state} />
              <p className="small quiet">{describe(each)}</p>
            </div>
            {each.state === Consent_State.ACTIVE && (
              <button className="button small" disabled={revoke.isPending} onClick={() => revoke.mutate(each.consentId)}>
                {t("consents.revoke")}
              </button>
            )}
          </li>
        ))}
      </ul>
      {revoke.error && (
        <p className="problem" role="alert">
          {sentence(revoke.error)}
        </p>
      )}
      {hasNextPage && (
        <button className="button plain small" onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </button>
      )}
    </section>
  );
}

function StateChip({ state }: { state: Consent_State }) {
  return <span className={state === Consent_State.ACTIVE ? "chip blue" : "chip"}>{t(STATE[state])}</span>;
}

function describe(consent: Consent): string {
  return [
    consent.state === Consent_State.DENIED ? "" : t(SCOPE[consent.scope]),
    tCode("purpose", consent.purpose, "purpose.other"),
    ...consent.dataClasses.map((each) => tCode("data", each, "data.other")),
    moment(dateOf(consent.createTime)),
    t("turn.event", { id: number(consent.consentId) }),
  ]
    .filter(Boolean)
    .join(" · ");
}
