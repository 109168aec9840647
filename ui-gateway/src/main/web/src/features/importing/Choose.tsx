import { useState } from "react";
import { DownloadIcon } from "../../common/icons";
import { t } from "../../common/i18n";

/** Takes a file, chosen or dropped. */
export function Choose({ choose }: { choose(file: File): void }) {
  const [over, setOver] = useState(false);
  return (
    <div
      className={over ? "import-drop over" : "import-drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file) choose(file);
      }}
    >
      <label className="button primary">
        <DownloadIcon />
        {t("import.choose")}
        <input
          className="unseen"
          type="file"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = "";
            if (file) choose(file);
          }}
        />
      </label>
      <span className="small quiet">{t("import.drop")}</span>
    </div>
  );
}
