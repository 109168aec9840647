import { DownloadIcon, WarnIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { UNNAMED } from "../../common/models";
import type { GetLedgerInfoResponse } from "../../gen/pmm/ledger/v1/ledger_pb";
import { CopyLine } from "./CopyLine";
import { ProgressLine } from "./ProgressLine";
import { useExport } from "./useExport";

/** How all of it goes, and what no program takes away. The command does it, as the services that serve this page end first. */
export function DeleteCard({ info, mindName }: { info: GetLedgerInfoResponse; mindName: string }) {
  const exporting = useExport(mindName);
  return (
    <section className="card danger-card" aria-labelledby="delete-title">
      <h2 id="delete-title">
        <WarnIcon />
        {t("delete.title")}
      </h2>
      <p>{t("delete.goes")}</p>
      <p className="small quiet">
        {t("delete.stays")} {info.lastBackup && t("delete.copy", { path: info.lastBackup.path })}
      </p>
      <div className="row">
        <button className="button" disabled={info.eventCount === 0n || exporting.running} onClick={exporting.start}>
          <DownloadIcon />
          {t("delete.export")}
        </button>
      </div>
      <ProgressLine label={t("export.running")} state={exporting} />
      <p className="small quiet">{t("delete.how", { name: mindName || UNNAMED })}</p>
      <CopyLine text="pmm delete --all" />
    </section>
  );
}
