import { Suspense, useState } from "react";
import { CopyButton } from "../../common/CopyButton";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { Steps, Way } from "./Steps";

const ImportCard = lazy(() => import("../importing/ImportCard"));

/** What brings a mind in from elsewhere. */
const BRING = "pmm import --replace mind.db";

type How = "new" | "bring" | "grow";

/** How the mind begins: new, as it was elsewhere, or with what another assistant was told. */
export function Begin({ next }: { next(): void }) {
  const [how, setHow] = useState<How>("new");
  return (
    <>
      <fieldset className="ways">
        <legend className="unseen">{t("welcome.begin.title")}</legend>
        <Way name="how" title={t("welcome.new")} lead={t("welcome.new.lead")} chosen={how === "new"} choose={() => setHow("new")} />
        <Way name="how" title={t("welcome.bring")} lead={t("welcome.bring.lead")} chosen={how === "bring"} choose={() => setHow("bring")}>
          <p className="small">{t("welcome.bring.how")}</p>
          <div className="path">
            <code>{BRING}</code>
            <CopyButton text={BRING} small />
          </div>
        </Way>
        <Way name="how" title={t("welcome.grow")} lead={t("welcome.grow.lead")} chosen={how === "grow"} choose={() => setHow("grow")} />
      </fieldset>
      {how === "grow" && (
        <Suspense>
          <ImportCard />
          <p className="small quiet">{t("welcome.grow.later")}</p>
        </Suspense>
      )}
      <Steps next={next} />
    </>
  );
}
