import { CheckIcon } from "../../common/icons";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { go, pathOf, type Route } from "../../common/route";
import type { ImportReport } from "../../gen/pmm/mind/v1/importing_pb";
import { Facts } from "./Facts";
import { everything } from "./counts";

/** What came of it, and where to find it. */
export function Done({ report, leave }: { report: ImportReport; leave(): void }) {
  const { added, addedEventCount, cancelled, formatTitle: format } = report;
  const proposed = (added?.memories ?? 0n) + (added?.profiles ?? 0n);
  const counts = added ? everything(added) : "";
  return (
    <div className="import-work">
      <p className="outcome good" role="status">
        <CheckIcon />
        {addedEventCount === 0n ? nothing(report) : t(cancelled ? "import.done.stopped" : "import.done", { counts, format })}
      </p>
      <Facts report={report} />
      <div className="row">
        {(added?.conversations ?? 0n) > 0n && <Way to={{ screen: "chat", conversationId: "" }}>{t("import.done.chats")}</Way>}
        {proposed > 0n && <Way to={{ screen: "mind" }}>{t("import.done.inbox", { count: Number(proposed), shown: number(proposed) })}</Way>}
        <button className="button plain" onClick={leave}>
          {t("import.another")}
        </button>
      </div>
    </div>
  );
}

/** Why nothing came of it. */
function nothing({ found, notReadCount }: ImportReport): string {
  if (notReadCount === 0n) return t("import.done.nothing");
  return t(found && everything(found) ? "import.done.nothing.rest" : "import.done.unread");
}

function Way({ to, children }: { to: Route; children: string }) {
  return (
    <a
      className="button"
      href={pathOf(to)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}
