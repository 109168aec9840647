import { type ReactNode, useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { DeviceIcon, GlobeIcon, MoreIcon } from "../../common/icons";
import { Problem } from "../../common/Problem";
import { type MessageId, t } from "../../common/i18n";
import { modelName, modelProvider } from "../../common/models";
import { hostOf } from "../../common/places";
import { type Model, Locality } from "../../gen/pmm/provider/v1/provider_pb";
import { KeyForm, RemoveKey } from "./KeyForm";
import { RemoveModel } from "./RemoveModel";
import { StateWord } from "./StateWord";
import { TestModel } from "./TestModel";
import { isElsewhere, stateOf } from "./state";
import { useCheck } from "./useCheck";

type Panel = "test" | "key" | "keyless" | "remove";

interface Props {
  model: Model;
  mindName: string;
  current: boolean;
  offline: boolean;
  busy: boolean;
  use(modelId: string): void;
}

/** One added model: how it is, and what can be done about it. */
export function ModelRow({ model, mindName, current, offline, busy, use }: Props) {
  const [panel, setPanel] = useState<Panel>();
  const { check, checking, ask, error } = useCheck(model);
  const { modelId } = model;
  const name = modelName(modelId);
  const elsewhere = isElsewhere(model);
  const state = stateOf(model, offline, check);
  const close = () => setPanel(undefined);
  const checkable = model.locality !== Locality.PROVED;
  const acts: [Panel | "check", MessageId][] = [
    ["test", "row.test"],
    ...(checkable ? ([["check", "row.check"]] as [Panel | "check", MessageId][]) : []),
    ...(checkable ? ([["key", model.keyHint ? "row.key.replace" : "row.key.add"]] as [Panel, MessageId][]) : []),
    ...(model.keyHint ? ([["keyless", "row.key.remove"]] as [Panel, MessageId][]) : []),
    ["remove", "row.remove"],
  ];
  return (
    <li className="model-row">
      <div className="model-line">
        {elsewhere ? <GlobeIcon /> : <DeviceIcon />}
        <div className="grow">
          <b>{name}</b>
          <p className="tiny quiet">{details(model)}</p>
          <StateWord state={checking ? { tone: "open", word: "state.checking", reason: "" } : state} />
          {state.reason && !checking && <p className="tiny quiet">{state.reason}</p>}
        </div>
        {current ? (
          <span className="chip green">{t("row.current")}</span>
        ) : (
          <button className="button small" disabled={busy || (offline && elsewhere)} aria-label={t("models.use.named", { model: name })} onClick={() => use(modelId)}>
            {t("models.use")}
          </button>
        )}
        <MenuTrigger>
          <Button className="button plain square small" aria-label={t("row.menu", { model: name })}>
            <MoreIcon />
          </Button>
          <Popover className="popover narrow" placement="bottom end">
            <Menu className="menu" aria-label={t("row.menu", { model: name })} onAction={(key) => (key === "check" ? ask() : setPanel(key as Panel))}>
              {acts.map(([id, words]) => (
                <MenuItem key={id} id={id} className="menu-item">
                  {t(words)}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      <Problem error={error} />
      {panel && (
        <PanelOf name={name} close={close}>
          {panel === "test" && <TestModel modelId={modelId} mindName={mindName} />}
          {panel === "key" && <KeyForm model={model} mindName={mindName} done={close} />}
          {panel === "keyless" && <RemoveKey model={model} mindName={mindName} done={close} />}
          {panel === "remove" && <RemoveModel model={model} current={current} done={close} />}
        </PanelOf>
      )}
    </li>
  );
}

function PanelOf({ name, close, children }: { name: string; close(): void; children: ReactNode }) {
  return (
    <div
      role="group"
      className="model-panel"
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        close();
      }}
    >
      {children}
      <button className="button plain small close" onClick={close}>
        {t("common.close")}
      </button>
    </div>
  );
}

function details(model: Model): string {
  const where =
    model.locality === Locality.PROVED
      ? modelProvider(model.modelId)
      : t(model.locality === Locality.DECLARED ? "row.declared" : "row.remote", { host: hostOf(model) });
  return [where, model.keyHint && t("row.key", { hint: model.keyHint }), model.codecName && t("row.codec", { codec: model.codecName })].filter(Boolean).join(" · ");
}
