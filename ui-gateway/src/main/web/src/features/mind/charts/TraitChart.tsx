import { useQuery } from "@tanstack/react-query";
import { type MouseEvent, useState } from "react";
import { useClient } from "../../../common/api";
import { dateOf, day, moment } from "../../../common/format";
import { t, tCode } from "../../../common/i18n";
import { LeftIcon, PersonIcon, RightIcon } from "../../../common/icons";
import { keys } from "../../../common/mesh";
import { modelName } from "../../../common/models";
import { LedgerService, Order } from "../../../gen/pmm/ledger/v1/ledger_pb";
import { type Step, Step_Figure } from "../../../gen/pmm/mind/v1/growth_pb";
import type { Mind } from "../../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../../session/SessionGate";
import { Causes } from "../Causes";
import { EventLink } from "../EventLink";
import { score } from "../figures";
import { Days, Levels } from "./Axes";
import { ChartCard, thinned } from "./ChartCard";
import { nearest, type Point, scale, spread, stairs } from "./plot";
import { useSteps } from "./useSteps";
import { useWidth } from "./useWidth";

const HEIGHT = 264;
const TOP = 26;
const BOTTOM = 236;
const LEFT = 38;
const LABEL_GAP = 16;
/** Of each trait: more bends could not be told apart. */
const MOST_POINTS = 80;
/** About as wide as a letter of a label. */
const LETTER = 6.8;

interface Line {
  trait: string;
  points: Point[];
  last: number;
}

interface Switch {
  eventId: bigint;
  time: number;
  model: string;
}

/** How each trait moved over time. A bend opens what moved it. */
export function TraitChart({ mind, now }: { mind: Mind; now: number }) {
  const found = useSteps(Step_Figure.TRAIT, MOST_POINTS);
  const switches = useSwitches();
  const [picked, setPicked] = useState<number>();
  if (!found) return null;
  const { steps } = found;
  const from = startOf(mind, steps, now);
  const at = Math.min(picked ?? steps.length - 1, steps.length - 1);
  const step = steps[at];
  return (
    <ChartCard icon={<PersonIcon />} title={t("charts.traits")} says={says(mind, steps, from)} leftOut={thinned(found)} table={table(steps, switches)}>
      <Picture mind={mind} steps={steps} switches={switches.filter(({ time }) => time >= from)} span={[from, now]} picked={at} pick={setPicked} />
      {step && (
        <div className="chart-pick">
          <button className="button plain square small" aria-label={t("charts.bend.before")} disabled={at === 0} onClick={() => setPicked(at - 1)}>
            <LeftIcon />
          </button>
          <p className="small grow" role="status">
            <b>{change(step)}</b> {tCode("reason", step.reason, "reason.other")}{" "}
            <span className="tiny quiet">
              {moment(dateOf(step.createTime))} · <Causes eventIds={step.causeEventIds} />
            </span>
          </p>
          <button className="button plain square small" aria-label={t("charts.bend.after")} disabled={at === steps.length - 1} onClick={() => setPicked(at + 1)}>
            <RightIcon />
          </button>
        </div>
      )}
    </ChartCard>
  );
}

function Picture({ mind, steps, switches, span, picked, pick }: { mind: Mind; steps: Step[]; switches: Switch[]; span: readonly [number, number]; picked: number; pick(at: number): void }) {
  const { element, width } = useWidth();
  const lines = linesOf(mind, steps, span);
  const narrow = width < 480;
  const right = width - (narrow ? 52 : 190);
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const domain = [Math.min(0.25, Math.floor(Math.min(...values) * 4) / 4), Math.max(0.75, Math.ceil(Math.max(...values) * 4) / 4)] as const;
  const x = scale(span, [LEFT, right]);
  const y = scale(domain, [BOTTOM, TOP]);
  const labels = spread(lines.map(({ last }) => y(last)), LABEL_GAP, [TOP, BOTTOM]);
  const bends = steps.map((step) => ({ x: x(dateOf(step.createTime).getTime()), y: y(step.after) }));
  const levels = [0, 0.25, 0.5, 0.75, 1].filter((value) => value >= domain[0] && value <= domain[1]);

  function clicked(event: MouseEvent<SVGSVGElement>) {
    const box = event.currentTarget.getBoundingClientRect();
    const at = nearest(bends, event.clientX - box.left, event.clientY - box.top);
    if (at >= 0) pick(at);
  }

  return (
    <div ref={element} className="chart-box">
      <svg className="traits-plot" width={width} height={HEIGHT} role="img" aria-label={t("charts.traits.picture")} onClick={clicked}>
        <Levels values={levels} y={y} from={LEFT} to={right} words={score} />
        <Days span={span} x={x} y={HEIGHT - 6} count={narrow ? 2 : 4} />
        {switches.map(({ time, model }, at) => {
          const here = x(time);
          const words = t("charts.switch", { model });
          const size = words.length * LETTER;
          const inward = here > right - size;
          const room = inward ? here - (switches[at - 1] ? x(switches[at - 1]!.time) : LEFT) : (switches[at + 1] ? x(switches[at + 1]!.time) : right) - here;
          return (
            <g key={time}>
              <title>{words}</title>
              <line className="chart-mark" x1={here} x2={here} y1={TOP - 14} y2={BOTTOM} />
              {room > size && (
                <text className="chart-tick" x={here + (inward ? -5 : 5)} y={TOP - 8} textAnchor={inward ? "end" : "start"}>
                  {words}
                </text>
              )}
            </g>
          );
        })}
        {lines.map(({ trait, points, last }, at) => (
          <g key={trait} className={`trait-line trait-${at + 1}`}>
            <path d={stairs(points, x, y)} />
            <circle cx={right} cy={y(last)} r="4" />
            {Math.abs(labels[at]! - y(last)) > 4 && <line className="chart-lead" x1={right + 5} x2={right + 10} y1={y(last)} y2={labels[at]!} />}
            <text x={right + 12} y={labels[at]! + 4}>
              {narrow ? score(last) : named(trait, last)}
            </text>
          </g>
        ))}
        {bends.map((bend, at) => (
          <circle key={at} className={at === picked ? "chart-bend picked" : "chart-bend"} cx={bend.x} cy={bend.y} r={at === picked ? 6 : 3} />
        ))}
      </svg>
      {narrow && (
        <ul className="traits-key tiny">
          {lines.map(({ trait, last }, at) => (
            <li key={trait} className={`trait-${at + 1}`}>
              {named(trait, last)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function named(trait: string, value: number): string {
  return `${tCode("trait", trait, "trait.other")} ${score(value)}`;
}

function linesOf({ traits }: Mind, steps: Step[], [from, to]: readonly [number, number]): Line[] {
  return traits.map(({ name: trait, score: last }) => {
    const own = steps.filter((step) => step.trait === trait);
    const moves = own.map((step) => ({ time: dateOf(step.createTime).getTime(), value: step.after }));
    return { trait, last, points: [{ time: from, value: own[0]?.before ?? last }, ...moves, { time: to, value: last }] };
  });
}

function startOf(mind: Mind, steps: Step[], now: number): number {
  const first = steps[0] ? dateOf(steps[0].createTime).getTime() : now;
  const born = mind.createTime ? dateOf(mind.createTime).getTime() : now;
  return Math.min(born, first, now - 1000);
}

/** The model it went over to, and when. */
function useSwitches(): Switch[] {
  const ledger = useClient(LedgerService);
  const { ready } = useSession();
  const { data } = useQuery({
    queryKey: keys.switches,
    queryFn: async ({ signal }) => (await ledger.listEvents({ kinds: ["model_selected"], order: Order.NEWEST_FIRST, pageSize: 100 }, { signal })).events,
    enabled: ready,
  });
  return (data ?? []).toReversed().map(({ eventId, createTime, metaJson }) => {
    const { to } = JSON.parse(metaJson ?? "{}") as { to?: { model_id?: string } };
    return { eventId, time: dateOf(createTime).getTime(), model: modelName(to?.model_id ?? "") };
  });
}

function says(mind: Mind, steps: Step[], from: number): string {
  const since = day(new Date(from));
  if (steps.length === 0) return t("charts.traits.none");
  const moved = linesOf(mind, steps, [from, from]).map(({ trait, points, last }) => ({ trait, before: points[0]!.value, last }));
  const most = moved.reduce((best, each) => (Math.abs(each.last - each.before) > Math.abs(best.last - best.before) ? each : best));
  return t("charts.traits.says", { trait: tCode("trait", most.trait, "trait.other"), before: score(most.before), after: score(most.last), since });
}

function change({ trait, before, after }: Step): string {
  return t(after >= before ? "charts.rose" : "charts.fell", { what: tCode("trait", trait, "trait.other"), before: score(before), after: score(after) });
}

/** Each step and each change of model, the newest first. */
function table(steps: Step[], switches: Switch[]) {
  const moves = steps.map((step) => ({
    time: dateOf(step.createTime).getTime(),
    key: `${step.eventId} ${step.trait}`,
    cells: [moment(dateOf(step.createTime)), change(step), tCode("reason", step.reason, "reason.other"), <Causes key="causes" eventIds={step.causeEventIds} />],
  }));
  const changes = switches.map(({ time, model, eventId }) => ({
    time,
    key: `${eventId}`,
    cells: [moment(new Date(time)), t("charts.switch", { model }), "", <EventLink key="event" eventId={eventId} />],
  }));
  return {
    head: [t("charts.when"), t("charts.what"), t("charts.why"), t("charts.events")],
    rows: [...moves, ...changes].sort((a, b) => b.time - a.time),
  };
}
