import { ago, bytes, dateOf, day, number } from "../../common/format";
import { CopyButton } from "../../common/CopyButton";
import { CopyIcon, DownloadIcon, FileIcon, ShieldIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { go } from "../../common/route";
import { useNow } from "../../common/useNow";
import type { GetLedgerInfoResponse } from "../../gen/pmm/ledger/v1/ledger_pb";
import { BackupLine } from "./BackupLine";
import { ProgressLine } from "./ProgressLine";
import type { Backup } from "./useBackup";
import { useExport } from "./useExport";
import { useVerify } from "./useVerify";

/** The one file: where it is, what it holds, whether it is whole. */
export function FileCard({ info, mindName, backup }: { info: GetLedgerInfoResponse; mindName: string; backup: Backup }) {
  const verify = useVerify();
  const exporting = useExport(mindName);
  const now = new Date(useNow(30_000));
  const empty = info.eventCount === 0n;
  return (
    <section className="card" aria-labelledby="file-title">
      <h2 id="file-title">
        <FileIcon />
        {t("file.title")}
      </h2>
      <div className="path">
        <code>{info.path}</code>
        <CopyButton text={info.path} small />
      </div>
      {info.problem && (
        <p className="problem" role="alert">
          {info.problem}
        </p>
      )}
      <dl className="figures">
        <Figure label={t("file.size")} value={bytes(info.sizeBytes)} />
        <Figure label={t("file.events")} value={number(info.eventCount)} />
        <Figure label={t("file.since")} value={info.createTime ? day(dateOf(info.createTime)) : t("file.never")} />
        <Figure label={t("file.verified")} value={info.verifyTime ? ago(dateOf(info.verifyTime), now) : t("file.notYet")} />
        <Figure label={t("file.copied")} value={info.lastBackup ? ago(dateOf(info.lastBackup.createTime), now) : t("file.never")} />
      </dl>
      {!empty && (
        <dl className="hashes tiny">
          <dt>{t("file.head")}</dt>
          <dd>
            <code>{info.headHash}</code>
          </dd>
          <dt>{t("file.mind")}</dt>
          <dd>
            <code>{info.mindId}</code>
          </dd>
        </dl>
      )}
      <div className="row">
        <button className="button primary" disabled={empty || verify.running} onClick={verify.start}>
          <ShieldIcon />
          {t("verify.start")}
        </button>
        <button className="button" disabled={empty || backup.running} onClick={backup.start}>
          <CopyIcon />
          {t("backup.start")}
        </button>
        <button className="button" disabled={empty || exporting.running} onClick={exporting.start}>
          <DownloadIcon />
          {t("export.start")}
        </button>
        <button className="button" disabled={empty} onClick={() => go({ screen: "recovery" })}>
          {t("file.recovery")}
        </button>
      </div>
      <ProgressLine label={t("verify.running")} state={verify} />
      <BackupLine backup={backup} />
      <ProgressLine label={t("export.running")} state={exporting} />
    </section>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt className="tiny quiet">{label}</dt>
      <dd className="tabular">{value}</dd>
    </div>
  );
}
