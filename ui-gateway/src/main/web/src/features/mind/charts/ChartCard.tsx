import { type ReactNode, useId, useState } from "react";
import { t } from "../../../common/i18n";
import type { Course } from "./useSteps";

/** The newest rows of a table; nobody reads more of them, and "Everything that happened" has all. */
const MOST_ROWS = 100;

/** The same as the picture, to be read in rows. */
export interface Table {
  head: string[];
  /** What tells each row from the others, and its cells. */
  rows: { key: string; cells: ReactNode[] }[];
}

/** A picture of some figures, what it says in a sentence, and the same as a table; both with what is left out of them, if anything is. */
export function ChartCard({ icon, title, says, leftOut, table, children }: { icon: ReactNode; title: string; says: string; leftOut?: string | undefined; table: Table; children: ReactNode }) {
  const id = useId();
  const [tabled, setTabled] = useState(false);
  return (
    <section className="card chart" aria-labelledby={id}>
      <div className="card-head">
        <h2 id={id}>
          {icon}
          {title}
        </h2>
        <button className="button small" aria-pressed={tabled} onClick={() => setTabled(!tabled)}>
          {t("charts.table")}
        </button>
      </div>
      <p className="small">{says}</p>
      {tabled ? <Rows table={table} title={title} /> : children}
      {leftOut && <p className="tiny quiet">{leftOut}</p>}
    </section>
  );
}

/** Says that a long life was thinned, where it was. */
export function thinned(...courses: Course[]): string | undefined {
  const shown = courses.reduce((sum, { steps }) => sum + steps.length, 0);
  const count = courses.reduce((sum, course) => sum + course.count, 0);
  return shown < count ? t("charts.thinned", { shown, count }) : undefined;
}

function Rows({ table: { head, rows }, title }: { table: Table; title: string }) {
  return (
    <>
      <div className="chart-table" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              {head.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, MOST_ROWS).map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > MOST_ROWS && <p className="tiny quiet">{t("charts.table.most", { count: MOST_ROWS })}</p>}
    </>
  );
}
