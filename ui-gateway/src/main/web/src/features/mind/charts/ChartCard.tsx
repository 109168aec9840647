import { type ReactNode, useId, useState } from "react";
import { t } from "../../../common/i18n";

/** The newest rows of a table; nobody reads more of them, and "Everything that happened" has all. */
const MOST_ROWS = 100;

/** The same as the picture, to be read in rows. */
export interface Table {
  head: string[];
  /** What tells each row from the others, and its cells. */
  rows: { key: string; cells: ReactNode[] }[];
}

/** A picture of some figures, what it says in a sentence, and the same as a table. */
export function ChartCard({ icon, title, says, table, children }: { icon: ReactNode; title: string; says: string; table: Table; children: ReactNode }) {
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
    </section>
  );
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
