import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../../common/api";
import { dateOf, day, dayWithin, number, startOfDay } from "../../../common/format";
import { i18n, t } from "../../../common/i18n";
import { SparkIcon } from "../../../common/icons";
import { keys } from "../../../common/mesh";
import { type Event, LedgerService, Order } from "../../../gen/pmm/ledger/v1/ledger_pb";
import { useSession } from "../../session/SessionGate";
import { EventLink } from "../EventLink";
import { ChartCard } from "./ChartCard";
import { useWidth } from "./useWidth";

const WEEKS = 26;
const LEFT = 34;
const TOP = 18;
const MOST_CELL = 20;
const GAP = 3;

/** On which days of the last half year it looked back. */
export function RhythmChart({ now }: { now: number }) {
  const { element, width } = useWidth();
  const today = startOfDay(new Date(now));
  const sunday = daysBefore(today, new Date(today).getDay());
  const first = daysBefore(sunday, 7 * (WEEKS - 1));
  const events = useReflections(first);
  if (!events) return null;
  const byDay = new Map<number, Event[]>();
  for (const event of events) {
    const key = startOfDay(dateOf(event.createTime));
    byDay.set(key, [...(byDay.get(key) ?? []), event]);
  }
  const cell = Math.min(MOST_CELL, Math.floor((width - LEFT) / WEEKS));
  const weeks = Array.from({ length: WEEKS }, (_, week) => Array.from({ length: 7 }, (_, at) => daysBefore(first, -(7 * week + at))).filter((each) => each <= today));
  const shown = weeks.flat();
  const counted = shown.filter((each) => byDay.has(each)).length;
  return (
    <ChartCard
      icon={<SparkIcon />}
      title={t("charts.rhythm")}
      says={counted === 0 ? t("charts.rhythm.none") : t("charts.rhythm.says", { times: events.length, days: counted, last: dayWithin(dateOf(events[0]!.createTime)) })}
      table={table(events)}
    >
      <div ref={element} className="chart-box">
        <svg width={LEFT + cell * WEEKS} height={TOP + 7 * cell} role="img" aria-label={t("charts.rhythm.picture")}>
          {[1, 3, 5].map((at) => (
            <text key={at} className="chart-tick" x={0} y={TOP + at * cell + cell / 2 + 3}>
              {new Intl.DateTimeFormat(i18n.locale, { weekday: "short" }).format(new Date(daysBefore(first, -at)))}
            </text>
          ))}
          {weeks.map((days, week) => (
            <g key={week}>
              {isNewMonth(weeks, week) && (
                <text className="chart-tick" x={LEFT + week * cell} y={11}>
                  {new Intl.DateTimeFormat(i18n.locale, { month: "short" }).format(new Date(days[0]!))}
                </text>
              )}
              {days.map((each, at) => {
                const count = byDay.get(each)?.length ?? 0;
                return (
                  <rect key={each} className={`rhythm-day rhythm-${Math.min(3, count)}`} x={LEFT + week * cell} y={TOP + at * cell} width={cell - GAP} height={cell - GAP} rx="3">
                    <title>{t("charts.rhythm.day", { day: day(new Date(each)), count })}</title>
                  </rect>
                );
              })}
            </g>
          ))}
        </svg>
      </div>
      <p className="tiny quiet rhythm-key">
        {t("charts.rhythm.less")}
        {[0, 1, 2, 3].map((count) => (
          <span key={count} className={`rhythm-sample rhythm-${count}`} title={number(count)} />
        ))}
        {t("charts.rhythm.more")}
      </p>
    </ChartCard>
  );
}

function useReflections(from: number): Event[] | undefined {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  return useQuery({
    queryKey: [...keys.reflections, "chart", from],
    queryFn: async ({ signal }) =>
      (await ledger.listEvents({ kinds: ["reflection"], order: Order.NEWEST_FIRST, pageSize: 500, since: timestampFromDate(new Date(from)) }, { signal })).events,
    enabled: ready,
  }).data;
}

/** By the calendar: a day of a change of the clock has not 24 hours. */
function daysBefore(time: number, days: number): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days).getTime();
}

function isNewMonth(weeks: number[][], week: number): boolean {
  const month = (at: number) => new Date(weeks[at]![0]!).getMonth();
  return week > 0 && week < WEEKS - 1 && month(week) !== month(week - 1);
}

function table(events: Event[]) {
  return {
    head: [t("charts.when"), t("charts.wrote"), t("charts.events")],
    rows: events.map(({ eventId, createTime, content }) => ({
      key: String(eventId),
      cells: [day(dateOf(createTime)), content?.split("\n")[0] || t("turn.forgotten"), <EventLink key="event" eventId={eventId} />],
    })),
  };
}
