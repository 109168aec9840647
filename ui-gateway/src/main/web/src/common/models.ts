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

const ASSISTANTS: Record<string, string> = {
  chatgpt: "ChatGPT",
  claude: "Claude",
  sillytavern: "SillyTavern",
  oobabooga: "text-generation-webui",
  agnai: "Agnai",
  cai_tools: "Character.AI",
  letta: "Letta",
  gemini: "Gemini",
  ai_studio: "AI Studio",
};

/** Where imported talk comes from, as a person would say it. */
export function assistantName(source: string): string {
  return ASSISTANTS[source] ?? t("turn.predecessor");
}

function tProvider(provider: string): string {
  return { ollama: "Ollama", openai: "OpenAI", anthropic: "Anthropic" }[provider] ?? provider;
}
