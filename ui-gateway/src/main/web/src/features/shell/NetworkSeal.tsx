import { GlobeIcon, ShieldIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useNetwork } from "../../common/gateway";
import { go } from "../../common/route";
import { NetworkMode } from "../../gen/pmm/provider/v1/provider_pb";

/** What leaves this device, in one sentence; opens Privacy. */
export default function NetworkSeal({ compact = false }: { compact?: boolean }) {
  const network = useNetwork();
  if (!network) return compact ? null : <div className="seal waiting-seal" />;
  const calls = network.remoteCallsToday;
  const quietToday = calls === 0;
  const title = quietToday ? t("seal.nothing") : t("seal.talking", { hosts: network.hostsToday.join(", ") });
  const detail = [
    network.mode === NetworkMode.OFFLINE ? t("seal.offline") : t("seal.ask"),
    quietToday ? t("seal.zero") : t("seal.uses", { count: calls }),
  ].join(" ");
  if (compact) {
    return (
      <button className={quietToday ? "chip green seal-chip" : "chip blue seal-chip"} onClick={() => go({ screen: "privacy" })}>
        {quietToday ? <ShieldIcon /> : <GlobeIcon />}
        {quietToday ? t("seal.short.nothing") : t("seal.short.uses", { count: calls })}
      </button>
    );
  }
  return (
    <button className={quietToday ? "seal" : "seal open"} onClick={() => go({ screen: "privacy" })}>
      <b>
        {quietToday ? <ShieldIcon /> : <GlobeIcon />}
        <span>{title}</span>
      </b>
      <span className="tiny">{detail}</span>
    </button>
  );
}
