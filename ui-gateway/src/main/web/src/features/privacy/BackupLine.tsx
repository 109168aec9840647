import { FileIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { ProgressLine } from "./ProgressLine";
import type { Backup } from "./useBackup";

/** How far a copy has come; a download is shown to the page by the person, as no page may look for it. */
export function BackupLine({ backup }: { backup: Backup }) {
  return (
    <>
      <ProgressLine label={t("backup.running")} state={backup} inBytes />
      {backup.unseen && (
        <div className="row">
          <label className="button">
            <FileIcon />
            {t("backup.check")}
            <input
              className="unseen"
              type="file"
              onChange={(event) => {
                const file = event.target.files?.[0];
                event.target.value = "";
                if (file) backup.check(file);
              }}
            />
          </label>
          <span className="small quiet">{t("backup.check.why")}</span>
        </div>
      )}
    </>
  );
}
