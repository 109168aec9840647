import { bytesOf } from "../../common/format";
import { t, tCode } from "../../common/i18n";
import type { ImportProgress } from "../../gen/pmm/mind/v1/importing_pb";
import { Bar } from "./Bar";
import { talked } from "./counts";
import type { Stage } from "./job";

type Work = Extract<Stage, { at: "sending" | "looking" | "running" }>;

/** Long work on an archive, with its bar and a way to stop it. */
export function UnderWay({ work, stop }: { work: Work; stop(): void }) {
  const stopping = work.at === "running" && work.stopping;
  return (
    <div className="import-work" role="group" aria-label={t("import.title")}>
      {work.at === "sending" ? (
        <Bar label={t("import.sending", { name: work.name })} detail={bytesOf(work.done, work.total)} done={work.done} total={work.total} />
      ) : (
        <Reading label={work.at === "looking" ? t("import.looking", { name: work.name }) : ""} progress={work.progress} />
      )}
      <div className="row">
        <button className="button" disabled={stopping} onClick={stop}>
          {t(stopping ? "import.stopping" : "import.stop")}
        </button>
        {work.at === "running" && <span className="small quiet">{`${t("import.goes.on")} ${t("import.stop.note")}`}</span>}
      </div>
    </div>
  );
}

function Reading({ label, progress }: { label: string; progress: ImportProgress | undefined }) {
  const phase = progress ? tCode("import.phase", `${progress.phase}`, "import.waiting") : t("import.waiting");
  const [done, total] = [Number(progress?.readBytes ?? 0n), Number(progress?.totalBytes ?? 0n)];
  const detail = [label && phase, progress && talked(progress), total > 0 && bytesOf(done, total)].filter(Boolean).join(" · ");
  return <Bar label={label || phase} detail={detail} done={done} total={total} />;
}
