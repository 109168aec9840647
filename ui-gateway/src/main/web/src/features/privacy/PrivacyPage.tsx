import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useClient } from "../../common/api";
import { t } from "../../common/i18n";
import { useMind } from "../../common/mesh";
import { UNNAMED } from "../../common/models";
import { LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../session/SessionGate";
import { Attempts } from "./Attempts";
import { Consents } from "./Consents";
import { FileCard } from "./FileCard";
import { NetworkCard } from "./NetworkCard";
import { Sessions } from "./Sessions";
import "./privacy.css";

export default function PrivacyPage() {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const mind = useMind();
  const { data: info } = useQuery({
    queryKey: ["ledger"],
    queryFn: ({ signal }) => ledger.getLedgerInfo({}, { signal }),
    enabled: ready,
  });
  useEffect(() => {
    document.title = t("privacy.title");
  }, []);
  return (
    <main className="privacy" tabIndex={-1}>
      <div className="privacy-column">
        <header>
          <h1>{t("privacy.lead")}</h1>
          <p className="quiet">{t("privacy.sub", { name: mind?.name || UNNAMED })}</p>
        </header>
        {info && <FileCard info={info} mindName={mind?.name ?? ""} />}
        <NetworkCard mindName={mind?.name ?? ""} />
        <Consents />
        <Attempts />
        <Sessions />
      </div>
    </main>
  );
}
