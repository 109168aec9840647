import { Suspense, lazy, useEffect } from "react";
import { t } from "../../common/i18n";
import { useLedgerInfo } from "../../common/ledger";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import "../../common/talkWords";
import { Attempts } from "./Attempts";
import { Consents } from "./Consents";
import { FileCard } from "./FileCard";
import { NetworkCard } from "./NetworkCard";
import { Sessions } from "./Sessions";
import "./privacy.css";
import "./words";

const ImportCard = lazy(() => import("../importing/ImportCard"));

export default function PrivacyPage() {
  const mind = useMind();
  const info = useLedgerInfo();
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
        {info && <FileCard info={info} mindName={mind?.name ?? ""} />}
        <Suspense fallback={null}>
          <ImportCard />
        </Suspense>
        <NetworkCard mindName={mind?.name ?? ""} />
        <Consents />
        <Attempts />
        <Sessions />
      </div>
    </main>
  );
}
