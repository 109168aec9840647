import type { Model } from "../gen/pmm/provider/v1/provider_pb";
import { Locality } from "../gen/pmm/provider/v1/provider_pb";
import { t } from "./i18n";

/** Stands for the name of a mind that has none; the catalogue has other words for it. */
export const UNNAMED = "unnamed";

export const BUILTIN_VOICE = "builtin:voice";

/** The name of a model as a person would say it. */
export function modelName(modelId: string): string {
  if (modelId === BUILTIN_VOICE) return t("model.builtin");
  return modelId.slice(modelId.indexOf(":") + 1);
}

/** "ollama", "openai" ...: who serves it. */
export function modelProvider(modelId: string): string {
  return tProvider(modelId.slice(0, modelId.indexOf(":")));
}

function tProvider(provider: string): string {
  return { ollama: "Ollama", openai: "OpenAI", anthropic: "Anthropic" }[provider] ?? provider;
}

/** Where a model runs, in the words of ConverseResponse.Opened.locality. */
export type Place = "builtin" | "proved" | "declared" | "remote";

export function placeOf(modelId: string, models: Model[] | undefined): Place | undefined {
  if (modelId === BUILTIN_VOICE) return "builtin";
  const model = models?.find((each) => each.modelId === modelId);
  if (!model) return undefined;
  switch (model.locality) {
    case Locality.PROVED:
      return "proved";
    case Locality.DECLARED:
      return "declared";
    default:
      return "remote";
  }
}

/** Whom the words for a model reach: an Ollama on this device may send them on. */
export function hostOf(model: Model | undefined): string {
  if (model?.forwardsTo) return model.forwardsTo;
  return model && URL.canParse(model.url) ? new URL(model.url).host : "";
}
