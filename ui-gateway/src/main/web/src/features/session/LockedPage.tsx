import { useEffect } from "react";
import { LockIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import "./locked.css";
import "./words";

/** What someone sees who has no session: the way in. */
export default function LockedPage({ refused }: { refused: boolean }) {
  useEffect(() => {
    document.title = t("locked.title");
  }, []);
  return (
    <main className="locked">
      <section className="card">
        <span className="locked-sign">
          <LockIcon />
        </span>
        <h1>{t("locked.title")}</h1>
        <p>{t(refused ? "locked.refused" : "locked.lead")}</p>
        <pre>
          <code>pmm open</code>
        </pre>
        <p className="quiet small">{t("locked.how")}</p>
        <p className="quiet small">{t("locked.docker")}</p>
        <pre>
          <code>docker compose exec ui-gateway pmm open --print</code>
        </pre>
      </section>
    </main>
  );
}
