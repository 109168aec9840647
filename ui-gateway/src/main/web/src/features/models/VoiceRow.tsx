import { DeviceIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { BUILTIN_VOICE, modelName } from "../../common/models";
import { StateWord } from "./StateWord";

/** The built-in voice: always there, and nothing can be done to it. */
export function VoiceRow({ current, busy, use }: { current: boolean; busy: boolean; use(modelId: string): void }) {
  const name = modelName(BUILTIN_VOICE);
  return (
    <li className="model-row">
      <div className="model-line">
        <DeviceIcon />
        <div className="grow">
          <b>{name}</b>
          <p className="tiny quiet">{t("model.builtin.detail")}</p>
          <StateWord state={{ tone: "good", word: "state.ready", reason: "" }} />
        </div>
        {current ? (
          <span className="chip green">{t("row.current")}</span>
        ) : (
          <button className="button small" disabled={busy} aria-label={t("models.use.named", { model: name })} onClick={() => use(BUILTIN_VOICE)}>
            {t("models.use")}
          </button>
        )}
      </div>
    </li>
  );
}
