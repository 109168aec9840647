import { Meter } from "react-aria-components";
import { t, tCode } from "../../common/i18n";
import { PersonIcon } from "../../common/icons";
import type { Trait } from "../../gen/pmm/mind/v1/mind_pb";
import { score, signed } from "./figures";

/** Where every trait begins. */
const START = 0.5;

/** Below and above these the tone of what it says is another one. */
const LOW = 0.35;
const HIGH = 0.65;

/** The five traits, each as a bar with what it means. */
export function Character({ traits }: { traits: Trait[] }) {
  return (
    <section className="card" aria-labelledby="character-title">
      <h2 id="character-title">
        <PersonIcon />
        {t("character.title")}
      </h2>
      <ul className="traits">
        {traits.map((trait, index) => (
          <li key={trait.name}>
            <Meter minValue={0} maxValue={1} value={trait.score} valueLabel={score(trait.score)} aria-label={tCode("trait", trait.name, "trait.other")}>
              {({ percentage, valueText }) => (
                <>
                  <span className="trait-head">
                    <b>{tCode("trait", trait.name, "trait.other")}</b>
                    <span className="tabular">{valueText}</span>
                  </span>
                  <span className="trait-bar">
                    <span style={{ width: `${percentage}%`, background: `var(--bar-${index + 1})` }} />
                  </span>
                </>
              )}
            </Meter>
            <p className="small quiet trait-head">
              <span>{tCode(`band.${trait.name}`, band(trait.score), "band.other")}</span>
              <span className="tabular" title={t("character.since")}>
                {moved(trait.score)}
              </span>
            </p>
          </li>
        ))}
      </ul>
      <p className="tiny quiet">{t("character.note")}</p>
    </section>
  );
}

function band(value: number): string {
  return value < LOW ? "low" : value > HIGH ? "high" : "middle";
}

function moved(value: number): string {
  const change = value - START;
  return Math.abs(change) < 0.005 ? t("character.steady") : signed(change);
}
