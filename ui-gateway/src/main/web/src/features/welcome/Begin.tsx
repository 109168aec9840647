import { Suspense, useState } from "react";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { Steps, Way } from "./Steps";

const BringCard = lazy(() => import("../importing/BringCard"));
const ImportCard = lazy(() => import("../importing/ImportCard"));

type How = "new" | "bring" | "grow";

/** How the mind begins: new, as it was elsewhere, or with what another assistant was told. */
export function Begin({ next }: { next(): void }) {
  const [how, setHow] = useState<How>("new");
  return (
    <>
      <fieldset className="ways">
        <legend className="unseen">{t("welcome.begin.title")}</legend>
        <Way name="how" title={t("welcome.new")} lead={t("welcome.new.lead")} chosen={how === "new"} choose={() => setHow("new")} />
        <Way name="how" title={t("welcome.bring")} lead={t("welcome.bring.lead")} chosen={how === "bring"} choose={() => setHow("bring")} />
        <Way name="how" title={t("welcome.grow")} lead={t("welcome.grow.lead")} chosen={how === "grow"} choose={() => setHow("grow")} />
      </fieldset>
      {how === "bring" && (
        <Suspense>
          <BringCard />
        </Suspense>
      )}
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
