import { useInfiniteQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { bytes, dateOf, moment, number } from "../../common/format";
import { ListIcon } from "../../common/icons";
import { t, tCode } from "../../common/i18n";
import { modelName } from "../../common/models";
import { type Attempt, Locality, NetworkService } from "../../gen/pmm/provider/v1/provider_pb";
import { useSession } from "../session/SessionGate";

/** Each use, and each refused use, of the way out. */
export function Attempts() {
  const network = useClient(NetworkService);
  const { ready } = useSession();
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ["network", "attempts"],
    queryFn: ({ pageParam, signal }) => network.listAttempts({ pageSize: 20, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const all = data?.pages.flatMap((page) => page.attempts) ?? [];
  return (
    <section className="card" aria-labelledby="attempts-title">
      <h2 id="attempts-title">
        <ListIcon />
        {t("attempts.title")}
      </h2>
      {data && all.length === 0 && <p className="quiet">{t("attempts.none")}</p>}
      {all.length > 0 && (
        <div className="table-scroll" tabIndex={0} role="group" aria-label={t("answer.table")}>
          <table>
            <thead>
              <tr>
                <th>{t("attempts.when")}</th>
                <th>{t("attempts.where")}</th>
                <th>{t("attempts.what")}</th>
                <th>{t("attempts.bytes")}</th>
                <th>{t("attempts.allowed")}</th>
                <th>{t("attempts.outcome")}</th>
                <th>{t("turn.event.label")}</th>
              </tr>
            </thead>
            <tbody>
              {all.map((each) => (
                <Line key={String(each.eventId)} attempt={each} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage && (
        <button className="button plain small" onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </button>
      )}
    </section>
  );
}

function Line({ attempt }: { attempt: Attempt }) {
  const local = attempt.locality === Locality.PROVED || attempt.locality === Locality.DECLARED;
  return (
    <tr>
      <td>{moment(dateOf(attempt.createTime))}</td>
      <td>
        <code>{attempt.host}</code>
        <span className="tiny quiet under">{t(local ? "attempts.local" : "attempts.remote")}</span>
      </td>
      <td>
        {tCode("purpose", attempt.purpose, "purpose.other")}
        {attempt.modelId && <span className="tiny quiet under">{modelName(attempt.modelId)}</span>}
      </td>
      <td className="tabular">{t("attempts.bytes.value", { sent: bytes(attempt.sentBytes), received: bytes(attempt.receivedBytes) })}</td>
      <td>{attempt.consentId > 0n ? t("attempts.consent", { id: number(attempt.consentId) }) : t(local ? "attempts.noneNeeded" : "attempts.nobody")}</td>
      <td>
        <span className={attempt.outcome === "done" ? "chip green" : "chip"}>{tCode("attempt", attempt.outcome, "attempt.unknown")}</span>
      </td>
      <td className="tabular">{number(attempt.eventId)}</td>
    </tr>
  );
}
