import { type MessageId, t } from "./i18n";

/** The number of a stage, from 0 to 4; a mind that is not known yet stands at the first. */
export function stageOf(stage: number | undefined): number {
  return Math.max(0, (stage ?? 1) - 1);
}

export function stageWord(stage: number): string {
  return t(`stage.${stage}` as MessageId);
}
