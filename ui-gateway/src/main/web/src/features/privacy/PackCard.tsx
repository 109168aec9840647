import { FileIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { CopyLine } from "./CopyLine";

const FILES: [name: string, what: MessageId][] = [
  ["doctor.json", "pack.doctor"],
  ["system.txt", "pack.system"],
  ["home.txt", "pack.home"],
  ["config.toml", "pack.config"],
  ["logs/", "pack.logs"],
];

/** What can be handed to whoever helps. The command makes it, as it looks where no service may. */
export function PackCard() {
  return (
    <section className="card" aria-labelledby="pack-title">
      <h2 id="pack-title">
        <FileIcon />
        {t("pack.title")}
      </h2>
      <p>{t("pack.lead")}</p>
      <dl className="facts">
        {FILES.map(([name, what]) => (
          <div key={name} className="facts-row">
            <dt>
              <code>{name}</code>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
      <p className="small quiet">{t("pack.look")}</p>
      <CopyLine text="pmm doctor --preview" />
      <p className="small quiet">{t("pack.save")}</p>
      <CopyLine text="pmm doctor --pack pmm-doctor.zip" />
    </section>
  );
}
