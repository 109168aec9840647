import { dateOf, day, dayWithin, moment } from "../../../common/format";
import { type MessageId, t, tCode } from "../../../common/i18n";
import { GrowthIcon } from "../../../common/icons";
import { stageOf, stageWord } from "../../../common/stages";
import { type Step, Step_Figure } from "../../../gen/pmm/mind/v1/growth_pb";
import type { Mind } from "../../../gen/pmm/mind/v1/mind_pb";
import { Causes } from "../Causes";
import { isSeen, percent, valueOf } from "../figures";
import { STAGE_BEGINS } from "../StageLadder";
import { Days } from "./Axes";
import { ChartCard, thinned } from "./ChartCard";
import { scale, stairs } from "./plot";
import { useSteps } from "./useSteps";
import { useWidth } from "./useWidth";

const HEIGHT = 214;
const TOP = 8;
const BOTTOM = 186;
/** More could not be told apart. */
const MOST_POINTS = 250;
/** Below this there is no room for the words of a band. */
const LEAST_BAND = 15;

type Figure = "ias" | "gas";

const WORDS: Record<Figure, MessageId> = { ias: "tile.self", gas: "tile.growing" };

/** How its sense of itself and its growing moved, over what each stage asks for. */
export function GrowthChart({ mind, now }: { mind: Mind; now: number }) {
  const ias = useSteps(Step_Figure.IAS, MOST_POINTS);
  const gas = useSteps(Step_Figure.GAS, MOST_POINTS);
  const stages = useSteps(Step_Figure.STAGE, MOST_POINTS);
  if (!ias || !gas || !stages) return null;
  const all = [...ias.steps, ...gas.steps];
  const first = Math.min(now - 1000, ...all.map((step) => dateOf(step.createTime).getTime()));
  const stage = stages.steps.at(-1);
  return (
    <ChartCard
      icon={<GrowthIcon />}
      title={t("charts.growth")}
      says={[
        t("charts.growth.says", { ias: percent(mind.ias), gas: percent(mind.gas), since: dayWithin(new Date(first)) }),
        stage && t(stage.after > stage.before ? "charts.growth.reached" : "charts.growth.fell", { stage: stageWord(stage.after), day: day(dateOf(stage.createTime)) }),
      ]
        .filter(Boolean)
        .join(" ")}
      leftOut={thinned(ias, gas, stages)}
      table={table([...all, ...stages.steps])}
    >
      <div className="growth-pair">
        <Plot figure="ias" now={now} from={first} steps={ias.steps} value={mind.ias} stage={stageOf(mind.stage)} />
        <Plot figure="gas" now={now} from={first} steps={gas.steps} value={mind.gas} stage={stageOf(mind.stage)} />
      </div>
      <p className="tiny quiet">{t("charts.growth.bands")}</p>
    </ChartCard>
  );
}

function Plot({ figure, now, from, steps, value, stage }: { figure: Figure; now: number; from: number; steps: Step[]; value: number; stage: number }) {
  const { element, width } = useWidth();
  const x = scale([from, now], [0, width - 6]);
  const y = scale([0, 1], [BOTTOM, TOP]);
  const moves = steps.map((step) => ({ time: dateOf(step.createTime).getTime(), value: step.after }));
  const points = [{ time: from, value: steps[0]?.before ?? value }, ...moves, { time: now, value }];
  return (
    <figure>
      <figcaption className="trait-head small">
        <b>{t(WORDS[figure])}</b>
        <span className="tabular">{t("tile.percent", { percent: percent(value) })}</span>
      </figcaption>
      <div ref={element} className="chart-box">
        <svg width={width} height={HEIGHT} role="img" aria-label={t("charts.growth.picture", { what: t(WORDS[figure]) })}>
          {STAGE_BEGINS.map((begins, at) => {
            const low = y(begins[figure] / 100);
            const high = y((STAGE_BEGINS[at + 1]?.[figure] ?? 100) / 100);
            return (
              <g key={at} className={at === stage ? "band now" : at % 2 === 0 ? "band" : "band odd"}>
                <rect x={0} width={width} y={high} height={low - high} />
                {low - high >= LEAST_BAND && (
                  <text className="chart-tick" x={8} y={(low + high) / 2 + 4}>
                    {stageWord(at)}
                  </text>
                )}
              </g>
            );
          })}
          <Days span={[from, now]} x={x} y={HEIGHT - 6} count={3} />
          <path className="growth-line" d={stairs(points, x, y)} />
          <circle className="growth-end" cx={x(now)} cy={y(value)} r="4.5" />
        </svg>
      </div>
    </figure>
  );
}

function table(steps: Step[]) {
  const newest = steps.filter(isSeen).sort((a, b) => Number(b.eventId - a.eventId));
  return {
    head: [t("charts.when"), t("charts.what"), t("charts.why"), t("charts.events")],
    rows: newest.map((step) => ({
      key: `${step.figure} ${step.eventId}`,
      cells: [moment(dateOf(step.createTime)), change(step), tCode("reason", step.reason, "reason.other"), <Causes key="causes" eventIds={step.causeEventIds} />],
    })),
  };
}

function change(step: Step): string {
  return t(step.after >= step.before ? "charts.rose" : "charts.fell", { what: t(WHAT[step.figure] ?? "history.stage"), before: valueOf(step, step.before), after: valueOf(step, step.after) });
}

const WHAT: Partial<Record<Step_Figure, MessageId>> = { [Step_Figure.IAS]: WORDS.ias, [Step_Figure.GAS]: WORDS.gas };
