import { WarnIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useMesh } from "../../common/mesh";
import { isAway } from "../../common/problem";

/** Says when the gateway, or a service behind it, does not answer; it keeps trying by itself. */
export function GoneBanner() {
  const { data, error, refetch, isFetching } = useMesh();
  const gone = error !== null && isAway(error);
  const waiting = data?.services.filter((service) => !service.serving && service.service !== "ui") ?? [];
  if (!gone && waiting.length === 0) return null;
  return (
    <div className="banner" role="status">
      <WarnIcon />
      <p>
        <b>{gone ? t("gone.title") : t("gone.service", { service: waiting.map((each) => each.service).join(", ") })}</b>{" "}
        {t("gone.safe")}
      </p>
      <button className="button small" disabled={isFetching} onClick={() => void refetch()}>
        {t("gone.retry")}
      </button>
    </div>
  );
}
