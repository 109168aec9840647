import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { dateOf, moment } from "../../common/format";
import { t } from "../../common/i18n";
import { type ImportReport, ImportService, ImportState } from "../../gen/pmm/mind/v1/importing_pb";
import { useSession } from "../session/SessionGate";
import { Bar } from "./Bar";
import { Facts } from "./Facts";
import { events, everything } from "./counts";
import { useUndo } from "./useUndo";

const PAGE = 10;

/** The imports there were, each with its report and a way to take it out again. */
export function Earlier() {
  const imports = useClient(ImportService);
  const { ready } = useSession();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["imports"],
    queryFn: ({ pageParam, signal }) => imports.listImports({ pageSize: PAGE, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const reports = data?.pages.flatMap((page) => page.reports) ?? [];
  if (reports.length === 0) return <Problem error={error} />;
  return (
    <div>
      <h3>{t("import.earlier")}</h3>
      <ul className="plain-list">
        {reports.map((report) => (
          <Import key={report.importId} report={report} />
        ))}
      </ul>
      {hasNextPage && (
        <button className="button plain small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </button>
      )}
    </div>
  );
}

function Import({ report }: { report: ImportReport }) {
  const [open, setOpen] = useState(false);
  const undo = useUndo(report);
  const isCut = report.state === ImportState.CUT_SHORT;
  const counts = (report.added && everything(report.added)) || events(report.addedEventCount);
  return (
    <li className="import-row">
      <div className="row">
        <div className="grow">
          <b>{t("import.earlier.row", { format: report.formatTitle, counts })}</b> <StateChip report={report} />
          <p className="small quiet">{moment(dateOf(report.createTime))}</p>
        </div>
        {!isCut && (
          <button className="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? "import.earlier.hide" : "import.earlier.show")}
          </button>
        )}
        {!report.undone && !undo.running && (
          <button className="button danger small" onClick={() => undo.ask()}>
            {t("import.undo")}
          </button>
        )}
      </div>
      {isCut && <p className="small">{t("import.cut", { events: events(report.addedEventCount) })}</p>}
      {open && <Facts report={report} newLabel="import.fact.came" />}
      {undo.running && <Bar label={t("import.undo.running")} detail="" done={undo.done} total={undo.total} />}
      <Problem error={undo.error} />
      {undo.dialog}
    </li>
  );
}

function StateChip({ report }: { report: ImportReport }) {
  if (report.undone) return <span className="chip">{t("import.state.undone")}</span>;
  if (report.state === ImportState.CUT_SHORT) return <span className="chip amber">{t("import.state.cut")}</span>;
  if (report.cancelled) return <span className="chip">{t("import.state.stopped")}</span>;
  return null;
}
