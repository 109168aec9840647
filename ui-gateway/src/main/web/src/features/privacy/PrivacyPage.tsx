import { Suspense, useEffect } from "react";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { useLedgerInfo } from "../../common/ledger";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import "../../common/talkWords";
import { Attempts } from "./Attempts";
import BackupReminder from "./BackupReminder";
import { Consents } from "./Consents";
import { FileCard } from "./FileCard";
import { NetworkCard } from "./NetworkCard";
import { Sessions } from "./Sessions";
import { Snapshots } from "./Snapshots";
import { UsesCard } from "./UsesCard";
import { useBackup } from "./useBackup";
import "./privacy.css";
import "./words";

const ImportCard = lazy(() => import("../importing/ImportCard"));

export default function PrivacyPage() {
  const mind = useMind();
  const info = useLedgerInfo();
  const backup = useBackup(mind?.name ?? "");
  useEffect(() => {
    document.title = t("privacy.title");
  }, []);
  return (
    <main className="page" tabIndex={-1}>
      <div className="page-column">
        <header>
          <h1>{t("privacy.lead")}</h1>
          <p className="quiet">{t("privacy.sub", { name: mind?.name || UNNAMED })}</p>
        </header>
        <BackupReminder backUp={backup.start} busy={backup.running} />
        {info && <FileCard info={info} mindName={mind?.name ?? ""} backup={backup} />}
        <Snapshots mindName={mind?.name ?? ""} empty={!info || info.eventCount === 0n} />
        <Suspense fallback={null}>
          <ImportCard />
        </Suspense>
        <NetworkCard mindName={mind?.name ?? ""} />
        <UsesCard />
        <Consents />
        <Attempts />
        <Sessions />
      </div>
    </main>
  );
}
