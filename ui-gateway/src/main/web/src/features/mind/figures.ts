import { number } from "../../common/format";

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
