import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { useClient } from "../../common/api";
import { CopyButton } from "../../common/CopyButton";
import { dateOf, number } from "../../common/format";
import { ShieldIcon } from "../../common/icons";
import { i18n, t } from "../../common/i18n";
import { useLedgerInfo } from "../../common/ledger";
import { keys, useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { go } from "../../common/route";
import { WaitingCards } from "../../common/Skeleton";
import { useNow } from "../../common/useNow";
import { type Event, type GetLedgerInfoResponse, LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../session/SessionGate";
import "./welcome.css";
import "./words";

const COPY = "pmm backup DIR";
const RESTORE = "pmm import --replace DIR/mind-*.db";
const CHECK = "pmm verify";
const SIGN = "pmm keygen --out mind.key && pmm sign --key mind.key --out mind.sig";

/** All that finds this mind again after the machine is gone; to be printed. */
export default function RecoveryPage() {
  const mind = useMind();
  const info = useLedgerInfo();
  const first = useFirstEvent();
  useEffect(() => {
    document.title = t("recovery.title");
  }, []);
  return (
    <main className="page" tabIndex={-1}>
      <div className="page-column recovery">
        <header>
          <h1>{t("recovery.title")}</h1>
          <p className="quiet no-print">{t("recovery.lead")}</p>
        </header>
        {mind && info ? <Sheet name={t("mind.name", { name: mind.name || UNNAMED })} info={info} first={first} /> : <WaitingCards />}
      </div>
    </main>
  );
}

function Sheet({ name, info, first }: { name: string; info: GetLedgerInfoResponse; first: Event | undefined }) {
  const now = onPaper(new Date(useNow(60_000)));
  const { path, mindId, headHash, signedHead } = info;
  const whole = [name, path, mindId, `${headHash} (${number(info.eventCount)}, ${now})`, signedHead?.keyFingerprint, COPY, RESTORE, CHECK].filter(Boolean).join("\n");
  return (
    <>
      <section className="card sheet" aria-labelledby="sheet-title">
        <h2 id="sheet-title">
          <ShieldIcon />
          {name}
        </h2>
        {first && (
          <p className="first-line">
            {t("recovery.first")} <code>{first.hash}</code> <span className="quiet small">{t("recovery.first.line", { id: number(first.eventId), time: onPaper(dateOf(first.createTime)) })}</span>
          </p>
        )}
        <dl>
          <Line name={t("recovery.file")}>
            <code>{path}</code>
          </Line>
          <Line name={t("recovery.mind")}>
            <code>{mindId}</code>
          </Line>
          <Line name={t("recovery.head")}>
            <code>{headHash}</code>
            <span className="small quiet">{t("recovery.head.at", { count: Number(info.eventCount), shown: number(info.eventCount), time: now })}</span>
          </Line>
          <Line name={t("recovery.key")}>
            {signedHead ? (
              <code>{signedHead.keyFingerprint}</code>
            ) : (
              <span>
                {t("recovery.key.none")} <code>{SIGN}</code>
              </span>
            )}
          </Line>
        </dl>
        <h3>{t("recovery.how")}</h3>
        <ol>
          <Command words={t("recovery.how.copy")} command={COPY} />
          <Command words={t("recovery.how.restore")} command={RESTORE} />
          <Command words={t("recovery.how.check")} command={CHECK} />
        </ol>
      </section>
      <div className="row no-print">
        <button className="button primary" onClick={() => go({ screen: "chat", conversationId: "" })}>
          {t("recovery.chat")}
        </button>
        <button className="button" onClick={() => print()}>
          {t("recovery.print")}
        </button>
        <span className="small quiet">{t("recovery.copy")}</span>
        <CopyButton text={whole} />
      </div>
    </>
  );
}

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Command({ words, command }: { words: string; command: string }) {
  return (
    <li>
      {words}
      <pre>
        <code>{command}</code>
      </pre>
    </li>
  );
}

/** A time as it can still be read in years: "today" would not be. */
function onPaper(time: Date): string {
  return new Intl.DateTimeFormat(i18n.locale, { dateStyle: "long", timeStyle: "short" }).format(time);
}

function useFirstEvent(): Event | undefined {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  return useQuery({
    queryKey: keys.event(1n),
    queryFn: async ({ signal }) => (await ledger.getEvent({ eventId: 1n }, { signal })).event ?? null,
    enabled: ready,
    retry: false,
  }).data ?? undefined;
}
