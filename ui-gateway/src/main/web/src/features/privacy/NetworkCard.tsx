import { create } from "@bufbuild/protobuf";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Switch } from "react-aria-components";
import { useClient } from "../../common/api";
import { dateOf, moment } from "../../common/format";
import { GlobeIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { useNetwork } from "../../common/gateway";
import { keys } from "../../common/mesh";
import { sentence } from "../../common/problem";
import { LeaveOfflineRequestSchema, NetworkMode, NetworkService } from "../../gen/pmm/provider/v1/provider_pb";
import { useStepUp } from "../session/useStepUp";

/** The one switch, and what has left today. */
export function NetworkCard({ mindName }: { mindName: string }) {
  const service = useClient(NetworkService);
  const queries = useQueryClient();
  const network = useNetwork();
  const stepUp = useStepUp(mindName);
  const refresh = () => queries.invalidateQueries({ queryKey: keys.network });
  const goOffline = useMutation({
    mutationFn: () => service.goOffline({ requestId: crypto.randomUUID() }),
    onSuccess: refresh,
  });
  if (!network) return null;
  const offline = network.mode === NetworkMode.OFFLINE;

  function turn(selected: boolean) {
    if (selected) {
      goOffline.mutate();
      return;
    }
    const request = create(LeaveOfflineRequestSchema, { requestId: crypto.randomUUID() });
    stepUp.ask({
      requests: [request],
      method: NetworkService.method.leaveOffline,
      title: t("network.leave.title"),
      consequence: t("network.leave.consequence"),
      run: async (options) => {
        await service.leaveOffline(request, options);
        await refresh();
      },
    });
  }

  return (
    <section className="card" aria-labelledby="network-title">
      <h2 id="network-title">
        <GlobeIcon />
        {t("network.title")}
      </h2>
      <p>{used(network.remoteCallsToday, network.hostsToday)}</p>
      <p className="small quiet">
        {network.lastRemoteTime ? t("network.last", { time: moment(dateOf(network.lastRemoteTime)) }) : t("network.never")}
        {network.declaredCallsToday > 0 && ` ${t("network.declared", { count: network.declaredCallsToday })}`}
      </p>
      <Switch className="switch" isSelected={offline} isDisabled={goOffline.isPending} onChange={turn}>
        <span className="track" />
        <span>
          {t("network.offline")}
          <span className="small quiet switch-detail">{t(offline ? "network.offline.on" : "network.offline.off")}</span>
        </span>
      </Switch>
      {goOffline.error && (
        <p className="problem" role="alert">
          {sentence(goOffline.error)}
        </p>
      )}
      {stepUp.dialog}
    </section>
  );
}

function used(calls: number, hosts: string[]): string {
  return calls === 0 ? t("network.zero") : t("network.used", { count: calls, hosts: hosts.join(", ") });
}
