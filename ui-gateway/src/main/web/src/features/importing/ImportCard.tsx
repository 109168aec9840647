import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";
import { CopyButton } from "../../common/CopyButton";
import { useClient } from "../../common/api";
import { ChatIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { ImportService } from "../../gen/pmm/mind/v1/importing_pb";
import { Choose } from "./Choose";
import { Choosing } from "./Choosing";
import { Done } from "./Done";
import { Earlier } from "./Earlier";
import { UnderWay } from "./UnderWay";
import { ImportJob } from "./job";
import "./importing.css";
import "./words";

/** Where the talk with another assistant comes in. */
export default function ImportCard() {
  const imports = useClient(ImportService);
  const queries = useQueryClient();
  const job = useMemo(() => ImportJob.of(imports, queries), [imports, queries]);
  const { stage, problem } = useSyncExternalStore(job.subscribe, job.snapshot);
  return (
    <section className="card" aria-labelledby="import-title">
      <h2 id="import-title">
        <ChatIcon />
        {t("import.title")}
      </h2>
      {stage.at === "idle" && <p className="small quiet">{t("import.lead")}</p>}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {stage.at === "idle" && <Choose choose={(file) => void job.choose(file)} />}
      {stage.at === "mind" && <OwnMind name={stage.name} leave={() => job.close()} />}
      {(stage.at === "sending" || stage.at === "looking" || stage.at === "running") && <UnderWay work={stage} stop={() => void job.cancel()} />}
      {stage.at === "choosing" && <Choosing name={stage.name} found={stage.found} run={(choice) => void job.run(choice)} leave={() => job.close()} />}
      {stage.at === "done" && <Done report={stage.report} leave={() => job.close()} />}
      <Earlier />
    </section>
  );
}

function OwnMind({ name, leave }: { name: string; leave(): void }) {
  const command = `pmm import ${/^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`} --dry-run`;
  return (
    <div className="import-work">
      <p>{t("import.mind", { name })}</p>
      <div className="path">
        <code>{command}</code>
        <CopyButton text={command} small />
      </div>
      <div className="row">
        <button className="button" onClick={leave}>
          {t("import.another")}
        </button>
      </div>
    </div>
  );
}
