import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { ago, dateOf } from "../../common/format";
import { DeviceIcon, KeyboardIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { LanguageChoice } from "../../common/LanguageChoice";
import { useMesh } from "../../common/mesh";
import { sentence } from "../../common/problem";
import { useNow } from "../../common/useNow";
import { type Session, SessionService } from "../../gen/pmm/ui/v1/ui_pb";
import { useRememberBrowser } from "../session/RememberOffer";
import { useSession } from "../session/SessionGate";
import { showShortcuts } from "../shell/Shortcuts";
import { browserName } from "./browserName";

/** The browsers that are in or may come back. */
export function Sessions() {
  const service = useClient(SessionService);
  const queries = useQueryClient();
  const { ready, lost } = useSession();
  const mine = useMesh().data?.sessionId;
  const { known, rememberThis, problem } = useRememberBrowser();
  const now = new Date(useNow(30_000));
  const { data } = useQuery({
    queryKey: ["sessions"],
    queryFn: async ({ signal }) => (await service.listSessions({}, { signal })).sessions,
    enabled: ready,
  });
  const revoke = useMutation({
    mutationFn: (sessionId: string) => service.revokeSession({ sessionId }),
    onSuccess: (_, sessionId) => (sessionId === mine ? lost() : queries.invalidateQueries({ queryKey: ["sessions"] })),
  });
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">
        <DeviceIcon />
        {t("sessions.title")}
      </h2>
      <ul className="plain-list">
        {data?.map((each) => (
          <li key={each.sessionId}>
            <div className="grow">
              <b>{browserName(each.userAgent) ?? t("sessions.unknown")}</b>{" "}
              {each.sessionId === mine && <span className="chip green">{t("sessions.this")}</span>}
              <p className="small quiet">{describe(each, now)}</p>
            </div>
            <button className="button small" disabled={revoke.isPending} onClick={() => revoke.mutate(each.sessionId)}>
              {t(each.live ? "sessions.revoke" : "sessions.forget")}
            </button>
          </li>
        ))}
      </ul>
      {(revoke.error || problem) && (
        <p className="problem" role="alert">
          {problem || sentence(revoke.error)}
        </p>
      )}
      <div className="row">
        {known === false && (
          <button className="button" onClick={() => void rememberThis()}>
            {t("remember.offer")}
          </button>
        )}
        {known && <span className="small quiet">{t("remember.known")}</span>}
        <span className="grow" />
        <LanguageChoice />
        <button className="button plain small" onClick={showShortcuts}>
          <KeyboardIcon />
          {t("keys.title")}
        </button>
      </div>
    </section>
  );
}

function describe(session: Session, now: Date): string {
  return [
    t("sessions.seen", { time: ago(dateOf(session.lastSeenTime), now) }),
    t(session.live ? "sessions.live" : "sessions.away"),
    session.remembered ? t("sessions.remembered") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
