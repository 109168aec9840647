import { type Scale, ticks } from "./plot";

/** The days beneath a picture. */
export function Days({ span, x, y, count }: { span: readonly [number, number]; x: Scale; y: number; count: number }) {
  const all = ticks(span, count);
  return all.map(({ time, words }, at) => (
    <text key={time} className="chart-tick" x={x(time)} y={y} textAnchor={at === 0 ? "start" : at === all.length - 1 ? "end" : "middle"}>
      {words}
    </text>
  ));
}

/** A line across for each of some values, with its words. */
export function Levels({ values, y, from, to, words }: { values: number[]; y: Scale; from: number; to: number; words: (value: number) => string }) {
  return values.map((value) => (
    <g key={value}>
      <line className="chart-grid" x1={from} x2={to} y1={y(value)} y2={y(value)} />
      <text className="chart-tick" x={from - 8} y={y(value) + 4} textAnchor="end">
        {words(value)}
      </text>
    </g>
  ));
}
