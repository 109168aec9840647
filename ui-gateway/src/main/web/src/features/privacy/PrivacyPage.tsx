import { useEffect } from "react";
import { t } from "../../common/i18n";
import { useLedgerInfo } from "../../common/ledger";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { WaitingCards } from "../../common/Skeleton";
import { useAllAsked } from "../../common/useAllAsked";
import "../../common/talkWords";
import ImportCard from "../importing/ImportCard";
import { Attempts } from "./Attempts";
import BackupReminder from "./BackupReminder";
import { Consents } from "./Consents";
import { DeleteCard } from "./DeleteCard";
import { FileCard } from "./FileCard";
import { NetworkCard } from "./NetworkCard";
import { PackCard } from "./PackCard";
import { Sessions } from "./Sessions";
import { SigningCard } from "./SigningCard";
import { Snapshots } from "./Snapshots";
import { UsesCard } from "./UsesCard";
import { useBackup } from "./useBackup";
import "./privacy.css";
import "./words";

export default function PrivacyPage() {
  const mind = useMind();
  const info = useLedgerInfo();
  const all = useAllAsked();
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
        {!all && <WaitingCards />}
        <div className={all ? "privacy-cards" : "privacy-cards unsettled"}>
          <BackupReminder backUp={backup.start} busy={backup.running} />
          {info && <FileCard info={info} mindName={mind?.name ?? ""} backup={backup} />}
          <Snapshots mindName={mind?.name ?? ""} empty={!info || info.eventCount === 0n} />
          {info && <SigningCard info={info} />}
          <ImportCard />
          <NetworkCard mindName={mind?.name ?? ""} />
          <UsesCard />
          <Consents />
          <Attempts />
          <Sessions />
          <PackCard />
          {info && <DeleteCard info={info} mindName={mind?.name ?? ""} />}
        </div>
      </div>
    </main>
  );
}
