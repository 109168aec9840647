import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { bytes, day, number } from "../../common/format";
import { GrowthIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { useNow } from "../../common/useNow";
import { Locality, NetworkService, type Total } from "../../gen/pmm/provider/v1/provider_pb";
import { useSession } from "../session/SessionGate";
import { DAYS, type Uses, firstDay, usesOf } from "./uses";
import "./uses.css";

/** How often something left this device in the last days, and for where; a day on which nothing did is a calm line. */
export function UsesCard() {
  const network = useClient(NetworkService);
  const { ready } = useSession();
  const [asTable, setAsTable] = useState(false);
  const now = new Date(useNow(60_000));
  const since = firstDay(now);
  const { data } = useQuery({
    queryKey: [...keys.network, "totals", since.getTime()],
    queryFn: async ({ signal }) => (await network.getTotals({ since: timestampFromDate(since) }, { signal })).totals,
    enabled: ready,
  });
  if (!data) return null;
  const uses = usesOf(data, now);
  const elsewhere = data.filter(({ locality }) => locality === Locality.REMOTE);
  return (
    <section className="card" aria-labelledby="uses-title">
      <div className="card-head">
        <h2 id="uses-title">
          <GrowthIcon />
          {t("uses.title", { days: DAYS })}
        </h2>
        {elsewhere.length > 0 && (
          <button className="button plain small" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {t("uses.table")}
          </button>
        )}
      </div>
      <p>{lead(uses)}</p>
      {asTable ? <Table totals={elsewhere} /> : <Chart uses={uses} />}
    </section>
  );
}

function lead({ quiet, calls, used }: Uses): string {
  if (quiet === undefined) return t("uses.none", { days: DAYS });
  const before = t("uses.before", { count: calls, shown: number(calls), used: number(used), days: DAYS });
  return quiet === 0 ? before : `${t("uses.quiet", { count: quiet })} ${before}`;
}

function Chart({ uses }: { uses: Uses }) {
  const most = Math.max(1, ...uses.days.map(({ calls }) => calls));
  return (
    <>
      <div className={uses.calls > 0 ? "uses" : "uses calm"} role="img" aria-label={t("uses.chart", { days: DAYS })}>
        {uses.days.map((each) => (
          <div key={each.day} className={each.calls > 0 ? "uses-day" : "uses-day zero"} title={t("uses.day", { day: named(each.day), count: each.calls })}>
            {each.uses.map(({ host, calls }, at) => calls > 0 && <i key={host} className={colour(host, at)} style={{ height: `${(calls / most) * 100}%` }} />)}
          </div>
        ))}
      </div>
      <div className="uses-axis tiny quiet" aria-hidden="true">
        <span>{named(uses.days[0]!.day)}</span>
        <span>{t("time.today")}</span>
      </div>
      {uses.hosts.length > 0 && (
        <ul className="uses-hosts small">
          {uses.hosts.map(({ host, calls }, at) => (
            <li key={host}>
              <i className={colour(host, at)} />
              {host ? <code>{host}</code> : t("uses.others")}
              <span className="quiet tabular">{t("uses.calls", { count: calls, shown: number(calls) })}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Table({ totals }: { totals: Total[] }) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={t("answer.table")}>
      <table>
        <thead>
          <tr>
            <th>{t("uses.head.day")}</th>
            <th>{t("attempts.where")}</th>
            <th>{t("uses.head.out")}</th>
            <th>{t("uses.head.refused")}</th>
            <th>{t("attempts.bytes")}</th>
          </tr>
        </thead>
        <tbody>
          {totals.map((each) => (
            <tr key={`${each.day} ${each.host}`}>
              <td>{named(each.day)}</td>
              <td>
                <code>{each.host}</code>
              </td>
              <td className="tabular">{number(each.calls)}</td>
              <td className="tabular">{number(each.refused + each.unsent)}</td>
              <td className="tabular">{t("attempts.bytes.value", { sent: bytes(each.sentBytes), received: bytes(each.receivedBytes) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function colour(host: string, at: number): string {
  return `uses-host ${host ? `of-${at}` : "of-others"}`;
}

function named(name: string): string {
  return day(new Date(`${name}T12:00`));
}
