import { type SubmitEvent, useState } from "react";
import { Problem } from "../../common/Problem";
import { t } from "../../common/i18n";
import { modelName } from "../../common/models";
import { hostOf } from "../../common/places";
import type { Model } from "../../gen/pmm/provider/v1/provider_pb";
import { isElsewhere } from "./state";
import { draftOf, useAddModel } from "./useAddModel";

interface Props {
  model: Model;
  mindName: string;
  done(): void;
}

/** A new key for a model, in the place of the one before. */
export function KeyForm({ model, mindName, done }: Props) {
  const [key, setKey] = useState("");
  const { add, dialog, error, busy } = useAddModel(mindName);
  function submit(event: SubmitEvent) {
    event.preventDefault();
    add({ draft: draftOf(model, key.trim()), here: !isElsewhere(model), replace: true, consequence: t("key.consequence", { host: hostOf(model) }), done });
  }
  return (
    <form className="model-form" onSubmit={submit}>
      <KeyField value={key} set={setKey} />
      <Problem error={error} />
      <button className="button primary small start" type="submit" disabled={busy || key.trim() === ""}>
        {t("common.save")}
      </button>
      {dialog}
    </form>
  );
}

/** Asks whether a key shall go. */
export function RemoveKey({ model, mindName, done }: Props) {
  const { add, dialog, error, busy } = useAddModel(mindName);
  const consequence = t("key.remove.what", { model: modelName(model.modelId), hint: model.keyHint });
  return (
    <div className="model-form">
      <p className="small">{consequence}</p>
      <Problem error={error} />
      <button className="button danger small start" disabled={busy} onClick={() => add({ draft: draftOf(model, ""), here: !isElsewhere(model), replace: true, consequence, done })}>
        {t("row.key.remove")}
      </button>
      {dialog}
    </div>
  );
}

/** Where a key is typed, and what becomes of it. */
export function KeyField({ value, set, optional = false }: { value: string; set(value: string): void; optional?: boolean }) {
  return (
    <label className="field">
      <span>{t(optional ? "key.optional" : "key")}</span>
      <input type="password" autoComplete="off" spellCheck={false} value={value} onChange={(event) => set(event.target.value)} />
      <span className="tiny quiet plain-weight">{t("key.where")}</span>
    </label>
  );
}
