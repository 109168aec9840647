import { Button, Collection, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from "react-aria-components";
import { CheckIcon, ChipIcon, DeviceIcon, DownIcon, GlobeIcon, LockIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { useModels, useNetwork } from "../../common/gateway";
import { useMind } from "../../common/mesh";
import { BUILTIN_VOICE, modelName, modelProvider } from "../../common/models";
import { type Place, hostOf, placeOf } from "../../common/places";
import { sentence } from "../../common/problem";
import { go } from "../../common/route";
import { type Model, Locality, NetworkMode } from "../../gen/pmm/provider/v1/provider_pb";
import { PullChip } from "../models/PullChip";
import { useSwap } from "../models/useSwap";
import "../models/words";

const PLACE: Record<Place, MessageId> = {
  builtin: "place.builtin",
  proved: "place.proved",
  declared: "place.declared",
  remote: "place.remote",
};

/** Stands among the models in the menu, and is none. */
const GET = "get";

/** The model that the mind speaks through; another one is two clicks away. */
export default function ModelPicker() {
  const mind = useMind();
  const { data: models } = useModels();
  const offline = useNetwork()?.mode === NetworkMode.OFFLINE;
  const swap = useSwap();
  const modelId = (swap.isPending ? swap.variables.modelId : mind?.modelId) ?? "";
  const place = modelId ? placeOf(modelId, models) : undefined;
  const here = models?.filter((model) => model.locality !== Locality.REMOTE && model.locality !== Locality.UNSPECIFIED) ?? [];
  const elsewhere = models?.filter((model) => !here.includes(model)) ?? [];

  const one = { selectionMode: "single", selectedKeys: modelId ? [modelId] : [] } as const;

  return (
    <>
      <MenuTrigger>
        <Button className="button model-button" aria-label={t("model.pick", { model: modelId ? [modelName(modelId), place && t(PLACE[place])].filter(Boolean).join(" ") : "" })}>
          <ChipIcon />
          <span className="model-name">{modelId ? modelName(modelId) : t("chat.loading")}</span>
          {place && <span className="quiet small phone-hidden">{t(PLACE[place])}</span>}
          <DownIcon />
        </Button>
        <Popover className="popover" placement="bottom start">
          <Menu
            className="menu"
            aria-label={t("model.menu")}
            disabledKeys={offline ? elsewhere.map((model) => model.modelId) : []}
            onAction={(key) => key !== modelId && key !== GET && swap.mutate({ modelId: String(key) })}
          >
            <MenuSection {...one}>
              <Header>{t("model.here")}</Header>
              <Item modelId={BUILTIN_VOICE} detail={t("model.builtin.detail")} place="builtin" />
              <Collection items={here}>
                {(model) => <Item id={model.modelId} modelId={model.modelId} detail={hereDetail(model)} place={placeOf(model.modelId, models)!} />}
              </Collection>
            </MenuSection>
            {elsewhere.length > 0 && (
              <MenuSection {...one}>
                <Header>{t("model.elsewhere")}</Header>
                <Collection items={elsewhere}>
                  {(model) => (
                    <Item
                      id={model.modelId}
                      modelId={model.modelId}
                      detail={offline ? t("model.offline") : withCodec(t("model.sends", { host: hostOf(model) }), model)}
                      place="remote"
                    />
                  )}
                </Collection>
              </MenuSection>
            )}
            <MenuSection className="menu-acts" aria-label={t("models.title")}>
              <MenuItem id={GET} className="menu-item" onAction={() => go({ screen: "models" })}>
                <ChipIcon />
                <b>{t("models.get")}</b>
              </MenuItem>
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {place && <PlaceChip place={place} />}
      <PullChip open={() => go({ screen: "models" })} />
      {swap.error && (
        <span className="problem" role="alert">
          {sentence(swap.error)}
        </span>
      )}
    </>
  );
}

function Item({ modelId, detail, place, id = modelId }: { id?: string; modelId: string; detail: string; place: Place }) {
  return (
    <MenuItem id={id} className="menu-item" textValue={modelName(modelId)}>
      {({ isSelected }) => (
        <>
          {place === "remote" ? <GlobeIcon /> : <DeviceIcon />}
          <span className="grow">
            <b>{modelName(modelId)}</b>
            <span className="tiny quiet model-detail">{detail}</span>
          </span>
          {isSelected && <CheckIcon />}
        </>
      )}
    </MenuItem>
  );
}

function hereDetail(model: Model): string {
  const where = t(model.locality === Locality.PROVED ? "place.proved" : "place.declared");
  return withCodec(t("model.provider", { provider: modelProvider(model.modelId), where }), model);
}

/** A model that an isolated codec speaks to says so. */
function withCodec(detail: string, model: Model): string {
  return model.codecName ? t("model.codec", { detail, codec: model.codecName }) : detail;
}

export function PlaceChip({ place }: { place: Place }) {
  const remote = place === "remote";
  return (
    <span className={remote ? "chip blue" : place === "declared" ? "chip" : "chip green"}>
      {remote ? <GlobeIcon /> : <LockIcon />}
      {t(remote ? "place.short.remote" : "place.short.local")}
    </span>
  );
}
