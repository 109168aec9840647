import { DownloadIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { modelName } from "../../common/models";
import { usePull } from "./pulls";

/** The download while nobody looks at it. */
export function PullChip({ open }: { open(): void }) {
  const { pull } = usePull();
  if (!pull) return null;
  const model = modelName(pull.modelId);
  const words = pull.state === "running" ? t("pull.percent", { percent: Math.floor(pull.fraction * 100) }) : t(`pull.chip.${pull.state}`);
  return (
    <button className={pull.state === "running" || pull.state === "done" ? "chip green pull-chip" : "chip amber pull-chip"} aria-label={t("pull.chip", { model, words })} onClick={open}>
      <DownloadIcon />
      <span className="phone-only">{model}</span>
      <span className="tabular">{words}</span>
    </button>
  );
}
