import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { GlobeIcon } from "../../common/icons";
import { i18n, t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { modelName } from "../../common/models";
import { sentence } from "../../common/problem";
import { ConversationService, type Failure } from "../../gen/pmm/mind/v1/mind_pb";
import { ConsentService, Consent_Scope } from "../../gen/pmm/provider/v1/provider_pb";
import { PromptTurns } from "./PromptTurns";

interface Props {
  failure: Failure;
  /** 0 where no event holds it, such as for a reflection. */
  outcomeEventId: bigint;
  /** Empty outside of a conversation. */
  conversationId: string;
  /** What several calls go under, which only a consent for all of them lets out. */
  together?: string;
  modelId: string;
  name: string;
  /** Asks again, as the attempt that the consent is bound to. */
  retry(attemptId: string): void;
}

/** Asks, in its place, whether words may leave this device. */
export function ConsentCard({ failure, outcomeEventId, conversationId, together = "", modelId, name, retry }: Props) {
  const consents = useClient(ConsentService);
  const queries = useQueryClient();
  const [declined, setDeclined] = useState(false);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  const purpose = tCode("purpose", failure.purpose, "purpose.other");

  async function settle(act: () => Promise<unknown>) {
    setBusy(true);
    setProblem("");
    try {
      await act();
      void queries.invalidateQueries({ queryKey: ["consents"] });
      void queries.invalidateQueries({ queryKey: keys.network });
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
    }
  }

  function allow(scope: Consent_Scope) {
    return settle(async () => {
      const attemptId = crypto.randomUUID();
      await consents.grantConsent({
        host: failure.host,
        purpose: failure.purpose,
        dataClasses: failure.dataClasses,
        scope,
        boundTo: scope === Consent_Scope.ONCE ? attemptId : together || conversationId,
        bodyToken: scope === Consent_Scope.ONCE ? failure.bodyToken : "",
        requestId: crypto.randomUUID(),
      });
      retry(attemptId);
    });
  }

  function deny() {
    return settle(async () => {
      await consents.denyConsent({
        host: failure.host,
        purpose: failure.purpose,
        boundTo: together || conversationId,
        requestId: crypto.randomUUID(),
      });
      setDeclined(true);
    });
  }

  return (
    <section className="consent" aria-label={t("consent.label", { name, purpose, model: modelName(modelId) })}>
      <h2>
        <GlobeIcon />
        {t(declined ? "consent.declined" : "consent.title", { name })}
      </h2>
      <dl>
        <dt>{t("consent.where")}</dt>
        <dd>
          <code>{failure.host}</code>
        </dd>
        <dt>{t("consent.what")}</dt>
        <dd>
          {new Intl.ListFormat(i18n.locale).format(failure.dataClasses.map((each) => tCode("data", each, "data.other")))}
          {(outcomeEventId > 0n || failure.wouldSend.length > 0) && <WouldSend failure={failure} outcomeEventId={outcomeEventId} />}
        </dd>
        <dt>{t("consent.why")}</dt>
        <dd>{t("consent.reason", { model: modelName(modelId), purpose })}</dd>
      </dl>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      <div className="row">
        {together ? (
          <button className="button small" disabled={busy} onClick={() => void allow(Consent_Scope.CONVERSATION)}>
            {t("consent.together")}
          </button>
        ) : (
          <button className="button small" disabled={busy} onClick={() => void allow(Consent_Scope.ONCE)}>
            {t("consent.once")}
          </button>
        )}
        {conversationId && (
          <button className="button small" disabled={busy} onClick={() => void allow(Consent_Scope.CONVERSATION)}>
            {t("consent.conversation")}
          </button>
        )}
        {!declined && (
          <button className="button primary small" disabled={busy} onClick={() => void deny()}>
            {t("consent.no")}
          </button>
        )}
      </div>
      <p className="tiny quiet">{t(declined ? "consent.kept" : "consent.note")}</p>
    </section>
  );
}

function WouldSend({ failure, outcomeEventId }: { failure: Failure; outcomeEventId: bigint }) {
  const conversations = useClient(ConversationService);
  const [open, setOpen] = useState(false);
  const streamed = failure.wouldSend;
  const { data, error } = useQuery({
    queryKey: ["would-send", String(outcomeEventId)],
    queryFn: async ({ signal }) => (await conversations.getTrace({ eventId: outcomeEventId, prompt: true }, { signal })).prompt,
    enabled: open && streamed.length === 0,
  });
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("consent.read")}</summary>
      {error ? <p className="problem">{sentence(error)}</p> : <PromptTurns turns={streamed.length > 0 ? streamed : (data ?? [])} />}
    </details>
  );
}
