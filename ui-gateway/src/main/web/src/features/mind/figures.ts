import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { stageWord } from "../../common/stages";
import { type Step, Step_Figure } from "../../gen/pmm/mind/v1/growth_pb";

/** A share of one in whole hundredths, never rounded up to the whole. */
export function percent(share: number): number {
  return share < 1 ? Math.min(99, Math.round(share * 100)) : 100;
}

/** "0.58" */
export function score(value: number): string {
  return number(value, 2);
}

/** "+0.06", with a true minus. */
export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${number(Math.abs(value), 2)}`;
}

/** A value of the figure of a step, as a person reads it. */
export function valueOf({ figure }: Step, value: number): string {
  switch (figure) {
    case Step_Figure.STAGE:
      return stageWord(value);
    case Step_Figure.TRAIT:
      return score(value);
    default:
      return t("tile.percent.fine", { percent: number(value * 100, 1) });
  }
}

/** What is too small to be seen in a figure moved nothing for who reads it. */
export function isSeen(step: Step): boolean {
  return valueOf(step, step.before) !== valueOf(step, step.after);
}
