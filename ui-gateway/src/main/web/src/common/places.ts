import { type Model, Locality } from "../gen/pmm/provider/v1/provider_pb";
import { BUILTIN_VOICE } from "./models";

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
