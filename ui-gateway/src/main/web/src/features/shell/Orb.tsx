import type { Trait } from "../../gen/pmm/mind/v1/mind_pb";
import "./orb.css";

const COLOURS = ["--trait-1", "--trait-2", "--trait-3", "--trait-4", "--trait-5"];

/** A conic gradient of one soft arc a trait, as wide as the trait is strong. */
export function arcs(traits: readonly { score: number }[]): string {
  const scores = traits.length > 0 ? traits.slice(0, COLOURS.length).map((trait) => trait.score) : COLOURS.map(() => 1);
  const total = scores.reduce((sum, score) => sum + score, 0);
  let turn = 0;
  const stops = scores.map((score, index) => {
    const middle = turn + score / total / 2;
    turn += score / total;
    return `var(${COLOURS[index]}) ${middle.toFixed(4)}turn`;
  });
  return `conic-gradient(from 210deg, ${stops.join(", ")}, var(${COLOURS[0]}) ${(1 + scores[0]! / total / 2).toFixed(4)}turn)`;
}

/** The mind's sign: no two are alike, and it changes as slowly as the mind does. */
export function Orb({ name, traits, large = false }: { name: string; traits: readonly Trait[]; large?: boolean }) {
  return (
    <div className={large ? "orb large" : "orb"} aria-hidden="true">
      <i style={{ background: arcs(traits) }} />
      <b>{name.slice(0, 1).toUpperCase()}</b>
    </div>
  );
}
