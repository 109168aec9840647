import { CheckIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { stageOf, stageWord } from "../../common/stages";
import type { Mind } from "../../gen/pmm/mind/v1/mind_pb";
import { percent } from "./figures";

/** What pmm-growth/1 asks for before a stage begins, in hundredths: identity and growth, on average over ten exchanges. */
export const STAGE_BEGINS: readonly { ias: number; gas: number }[] = [
  { ias: 0, gas: 0 },
  { ias: 38, gas: 23 },
  { ias: 53, gas: 38 },
  { ias: 73, gas: 58 },
  { ias: 88, gas: 78 },
];

const STAGES = STAGE_BEGINS.map((_, stage) => stage);

/** The five stages, which one this is, and what the next one takes. */
export function StageLadder({ mind }: { mind: Mind }) {
  const at = stageOf(mind.stage);
  const next = STAGE_BEGINS[at + 1];
  return (
    <section className="card" aria-label={t("ladder.title")}>
      <ol className="ladder">
        {STAGES.map((stage) => (
          <li key={stage} className={stage < at ? "past" : stage === at ? "now" : "later"} aria-current={stage === at ? "step" : undefined}>
            {stage < at ? <CheckIcon /> : <span className="ladder-number tabular">{stage}</span>}
            <span className="ladder-word">{stageWord(stage)}</span>
          </li>
        ))}
      </ol>
      <p>{t(`ladder.means.${at}` as MessageId)}</p>
      <p className="small quiet">
        {next
          ? t(at === 0 ? "ladder.next.either" : "ladder.next.both", {
              stage: stageWord(at + 1),
              ias: next.ias,
              gas: next.gas,
              iasNow: percent(mind.ias),
              gasNow: percent(mind.gas),
            })
          : t("ladder.last")}
      </p>
    </section>
  );
}
