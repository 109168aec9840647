import { ago, dateOf, number } from "../../common/format";
import { ShieldIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useLedgerInfo } from "../../common/ledger";
import { UNNAMED } from "../../common/models";
import { stageOf } from "../../common/stages";
import { useNow } from "../../common/useNow";
import type { Mind } from "../../gen/pmm/mind/v1/mind_pb";
import { Orb } from "../shell/Orb";

const DAY_MS = 86_400_000;

/** The name, the age, and whether the whole history was seen to be whole. */
export function Hero({ mind }: { mind: Mind }) {
  const info = useLedgerInfo();
  const now = useNow(30_000);
  const stage = stageOf(mind.stage);
  const days = mind.createTime ? Math.floor((now - dateOf(mind.createTime).getTime()) / DAY_MS) : 0;
  return (
    <header className="hero">
      <Orb name={mind.name} traits={mind.traits} large />
      <div className="grow">
        <h1>{t("mind.name", { name: mind.name || UNNAMED })}</h1>
        <p className="quiet">
          {t("mind.lead", {
            days,
            messages: Number(mind.messageCount),
            shown: number(mind.messageCount),
            memories: mind.memoryCount,
          })}
        </p>
        <div className="row chips">
          <span className="chip violet">{t("stage.said", { stage })}</span>
          {info?.verifyTime ? (
            <span className="chip green">
              <ShieldIcon />
              {t("mind.verified", { ago: ago(dateOf(info.verifyTime), new Date(now)) })}
            </span>
          ) : (
            <span className="chip">{t("mind.unverified")}</span>
          )}
        </div>
      </div>
    </header>
  );
}
