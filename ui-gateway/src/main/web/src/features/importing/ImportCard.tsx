import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useSyncExternalStore } from "react";
import { useClient } from "../../common/api";
import { ChatIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { ImportService } from "../../gen/pmm/mind/v1/importing_pb";
import { BringMind } from "./BringMind";
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
      {stage.at === "mind" && <BringMind file={stage.file} leave={() => job.close()} />}
      {(stage.at === "sending" || stage.at === "looking" || stage.at === "running") && <UnderWay work={stage} stop={() => void job.cancel()} />}
      {stage.at === "choosing" && <Choosing name={stage.name} found={stage.found} run={(choice) => void job.run(choice)} leave={() => job.close()} />}
      {stage.at === "done" && <Done report={stage.report} leave={() => job.close()} />}
      <Earlier />
    </section>
  );
}
