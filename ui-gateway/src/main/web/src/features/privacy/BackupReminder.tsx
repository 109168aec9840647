import { useState } from "react";
import { DownloadIcon } from "../../common/icons";
import { ago, dateOf, number } from "../../common/format";
import { t } from "../../common/i18n";
import { useLedgerInfo } from "../../common/ledger";
import { store, stored } from "../../common/stored";
import { useNow } from "../../common/useNow";
import type { GetLedgerInfoResponse } from "../../gen/pmm/ledger/v1/ledger_pb";
import "./words";

const SNOOZED = "pmm.backup.snoozed";
const SNOOZE_MS = 7 * 86_400_000;

/** One quiet line where a copy outside the home is due, as the ledger says; this browser can be told to wait a week. */
export default function BackupReminder({ backUp, busy = false }: { backUp(): void; busy?: boolean }) {
  const info = useLedgerInfo();
  const now = useNow(60_000);
  const [until, setUntil] = useState(() => Number(stored(SNOOZED) ?? 0));
  if (!info?.backupDue || now < until) return null;

  function snooze() {
    const next = Date.now() + SNOOZE_MS;
    store(SNOOZED, String(next));
    setUntil(next);
  }

  return (
    <section className="offer" aria-label={t("backup.due")}>
      <DownloadIcon />
      <p>
        <b>{t("backup.due")}</b> <span className="quiet">{why(info, new Date(now))}</span>
      </p>
      <button className="button small" disabled={busy} onClick={backUp}>
        {t("backup.start")}
      </button>
      <button className="button plain small" onClick={snooze}>
        {t("backup.snooze")}
      </button>
    </section>
  );
}

function why({ lastBackup, eventCount }: GetLedgerInfoResponse, now: Date): string {
  const behind = eventCount - (lastBackup?.eventCount ?? 0n);
  const events = { count: Number(behind), shown: number(behind) };
  return lastBackup ? t("backup.old", { ...events, time: ago(dateOf(lastBackup.createTime), now) }) : t("backup.never", events);
}
