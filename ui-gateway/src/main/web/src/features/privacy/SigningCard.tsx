import { number } from "../../common/format";
import { ShieldIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import type { GetLedgerInfoResponse } from "../../gen/pmm/ledger/v1/ledger_pb";
import { CopyLine } from "./CopyLine";

/** How much of the mind is signed and by which key. It is signed in a terminal: whoever serves the page may not see the key. */
export function SigningCard({ info: { signedHead, eventCount } }: { info: GetLedgerInfoResponse }) {
  const since = eventCount - (signedHead?.eventCount ?? 0n);
  return (
    <section className="card" aria-labelledby="sign-title">
      <h2 id="sign-title">
        <ShieldIcon />
        {t("sign.title")}
      </h2>
      <p>
        {signedHead
          ? t("sign.through", { event: number(signedHead.eventCount), count: Number(since), since: number(since) })
          : t("sign.none")}
      </p>
      <p className="small quiet">{t("sign.good")}</p>
      {signedHead && (
        <>
          <p className="small">{t("sign.key")}</p>
          <CopyLine text={signedHead.keyFingerprint} />
        </>
      )}
      <p className="small quiet">{t("sign.how")}</p>
      {!signedHead && <CopyLine text="pmm keygen --out mind.key" />}
      <CopyLine text="pmm sign --key mind.key" />
    </section>
  );
}
