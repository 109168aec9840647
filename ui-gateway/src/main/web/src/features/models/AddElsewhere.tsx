import { type SubmitEvent, useState } from "react";
import { Problem } from "../../common/Problem";
import { type MessageId, t } from "../../common/i18n";
import { Api } from "../../gen/pmm/provider/v1/provider_pb";
import { KeyField } from "./KeyForm";
import { useAddModel } from "./useAddModel";

type Provider = "openai" | "anthropic" | "address";

const PROVIDERS: Record<Provider, { words: MessageId; host: string; example: string }> = {
  openai: { words: "add.openai", host: "api.openai.com", example: "gpt-4.1-mini" },
  anthropic: { words: "add.anthropic", host: "api.anthropic.com", example: "claude-sonnet-4-5" },
  address: { words: "add.address", host: "", example: "mistral-small" },
};

const FORMATS: [Api, string, MessageId][] = [
  [Api.OPENAI, "openai", "add.format.openai"],
  [Api.ANTHROPIC, "anthropic", "add.format.anthropic"],
  [Api.OLLAMA, "ollama", "add.format.ollama"],
];

/** A model of a provider, or at any compatible address. */
export function AddElsewhere({ mindName, added }: { mindName: string; added(modelId: string): void }) {
  const [provider, setProvider] = useState<Provider>("openai");
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [api, setApi] = useState(Api.OPENAI);
  const [key, setKey] = useState("");
  const { add, dialog, error, busy } = useAddModel(mindName);
  const free = provider === "address";
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const here = free && address !== undefined && isLoopback(address.hostname);
  const host = free ? (address?.host ?? "") : PROVIDERS[provider].host;
  const whole = name.trim() !== "" && (free ? address !== undefined : key.trim() !== "");

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const prefix = !free ? provider : here && api !== Api.OLLAMA ? "local" : FORMATS.find(([each]) => each === api)![1];
    const modelId = `${prefix}:${name.trim()}`;
    const done = () => {
      setName("");
      setKey("");
      added(modelId);
    };
    add({ draft: { modelId, key: key.trim(), ...(free ? { url: url.trim(), api } : {}) }, here, replace: false, consequence: t("add.consequence", { host }), done });
  }

  return (
    <form className="model-form" onSubmit={submit}>
      <fieldset className="choice">
        <legend>{t("add.provider")}</legend>
        {(Object.keys(PROVIDERS) as Provider[]).map((each) => (
          <label key={each}>
            <input type="radio" name="provider" checked={provider === each} onChange={() => setProvider(each)} />
            {t(PROVIDERS[each].words)}
          </label>
        ))}
      </fieldset>
      {free && (
        <div className="field-pair">
          <label className="field">
            <span>{t("add.url")}</span>
            <input type="url" autoComplete="off" spellCheck={false} placeholder="https://models.example.org/v1" value={url} onChange={(event) => setUrl(event.target.value)} />
          </label>
          <label className="field">
            <span>{t("add.format")}</span>
            <select value={api} onChange={(event) => setApi(Number(event.target.value))}>
              {FORMATS.map(([each, , words]) => (
                <option key={each} value={each}>
                  {t(words)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <label className="field">
        <span>{t("add.name")}</span>
        <input autoComplete="off" spellCheck={false} autoFocus placeholder={PROVIDERS[provider].example} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <KeyField value={key} set={setKey} optional={free} />
      <p className="small quiet">{here ? t("add.here") : host ? t("add.sends", { host }) : t("add.sends.unknown")}</p>
      <Problem error={error} />
      <button className="button primary start" type="submit" disabled={busy || !whole}>
        {t("add.do")}
      </button>
      {dialog}
    </form>
  );
}

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
