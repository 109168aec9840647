import { i18n } from "../../../common/i18n";

const DAY = 86_400_000;

/** A value at a time, in milliseconds. */
export interface Point {
  time: number;
  value: number;
}

export type Scale = (value: number) => number;

export function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const size = to - from || 1;
  return (value) => start + ((value - from) / size) * (end - start);
}

/** A line that keeps its value until the next point: between two events nothing moves. */
export function stairs(points: Point[], x: Scale, y: Scale): string {
  return points.map(({ time, value }, at) => (at === 0 ? `M${round(x(time))} ${round(y(value))}` : `H${round(x(time))}V${round(y(value))}`)).join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Moves labels apart until they are a gap from each other, and keeps them between two bounds; in the order given. */
export function spread(places: number[], gap: number, [top, bottom]: readonly [number, number]): number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let least = top;
  for (const index of order) {
    moved[index] = Math.max(moved[index]!, least);
    least = moved[index] + gap;
  }
  let most = bottom;
  for (const index of order.reverse()) {
    moved[index] = Math.min(moved[index]!, most);
    most = moved[index] - gap;
  }
  return moved;
}

/** Times at even distances from the first to the last, each in as few words as tell it from the others. */
export function ticks([from, to]: readonly [number, number], count: number): { time: number; words: string }[] {
  const span = to - from;
  const form: Intl.DateTimeFormatOptions =
    span > 300 * DAY ? { month: "short", year: "numeric" } : span > 2 * DAY ? { day: "numeric", month: "short" } : { hour: "numeric", minute: "2-digit" };
  const words = new Intl.DateTimeFormat(i18n.locale, form);
  const all = Array.from({ length: count }, (_, at) => from + (span * at) / (count - 1));
  return all.map((time) => ({ time, words: words.format(time) })).filter((tick, at, list) => at === 0 || tick.words !== list[at - 1]!.words);
}

/** The point that is nearest to a place in the picture. */
export function nearest(places: { x: number; y: number }[], x: number, y: number): number {
  const distance = (place: { x: number; y: number }) => Math.hypot(place.x - x, place.y - y);
  return places.reduce((best, place, at) => (best < 0 || distance(place) < distance(places[best]!) ? at : best), -1);
}
