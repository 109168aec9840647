import { useState } from "react";
import { t } from "../../common/i18n";
import { BringMind } from "./BringMind";
import { Choose } from "./Choose";
import "./importing.css";
import { isMind } from "./ours";
import "./words";

/** Where a mind from another machine, or from a backup, comes in. */
export default function BringCard() {
  const [file, setFile] = useState<File>();
  const [other, setOther] = useState("");
  async function choose(chosen: File) {
    const ours = await isMind(chosen);
    setFile(ours ? chosen : undefined);
    setOther(ours ? "" : chosen.name);
  }
  return (
    <section className="card" aria-label={t("welcome.bring")}>
      {file ? <BringMind file={file} leave={() => setFile(undefined)} /> : <Choose choose={(chosen) => void choose(chosen)} />}
      {other && (
        <p className="problem" role="alert">
          {t("bring.other", { name: other })}
        </p>
      )}
    </section>
  );
}
