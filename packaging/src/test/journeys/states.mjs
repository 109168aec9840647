// Every screen and state of the page that is looked at. Each has its picture and its axe run in light and in dark; those that are "narrow" also at the width of a phone,
// and those called phone-... are visited with one. The last journey fails if one was left out, and `screen` if it is not on this list.

/** What is to be seen, by name. */
export const STATES = {
  // Coming in
  "locked-no-code": { shows: "the door, to someone without a link", narrow: true },
  "locked-wrong-code": { shows: "the door, to someone whose link is used up" },
  "welcome-begin": { shows: "the first step: how to begin", narrow: true },
  "welcome-bring": { shows: "a mind from elsewhere, before it comes in", narrow: true },
  "welcome-brought": { shows: "what lives here now, and where the other is kept" },
  "welcome-character": { shows: "the second step: name and character", narrow: true },
  "welcome-model": { shows: "the third step: what it speaks through", narrow: true },
  recovery: { shows: "the recovery sheet, with the first line of its life", narrow: true },

  // Chat
  "first-visit": { shows: "a new mind without a name", narrow: true },
  "chat-loading": { shows: "a conversation on its way", narrow: true },
  "built-in-voice": { shows: "an answer of the built-in voice" },
  "model-picker": { shows: "the menu of models" },
  chat: { shows: "an answer, and the switch of models above it" },
  "conversation-menu": { shows: "what can be done with a conversation" },
  rename: { shows: "the dialog for another title", narrow: true },
  waiting: { shows: "a model that keeps silent", narrow: true },
  streaming: { shows: "an answer that is being written", narrow: true },
  stopped: { shows: "an answer that was stopped" },
  reloaded: { shows: "an answer cut off by a reload, and the draft" },
  failed: { shows: "a model that refused the key", narrow: true },
  "refused-offline": { shows: "a remote model while offline mode is on" },
  consent: { shows: "the question before something leaves the device", narrow: true },
  consented: { shows: "an answer from elsewhere, once allowed" },
  versions: { shows: "one of two versions" },
  malicious: { shows: "an answer that tries everything" },
  link: { shows: "where a link of an answer leads" },
  feedback: { shows: "what was thought of an answer" },
  gauge: { shows: "what a model would read" },
  why: { shows: "why an answer was given" },
  correct: { shows: "a memory being corrected" },
  forget: { shows: "what would be forgotten", narrow: true },
  unrecorded: { shows: "talk off the record" },
  "other-window": { shows: "an answer that another window waits for" },
  "imported-talk": { shows: "talk with another assistant, opened up" },
  "phone-imported-talk": { shows: "the same" },
  "phone-conversations": { shows: "the list of conversations" },
  "phone-chat": { shows: "a conversation" },
  "phone-why": { shows: "why an answer was given" },

  // Your AI
  "your-ai-new": { shows: "a mind that has hardly lived", narrow: true },
  "your-ai-loading": { shows: "a mind on its way" },
  "your-ai": { shows: "who it is, and what made it so" },
  "your-ai-tables": { shows: "the pictures as tables", narrow: true },
  "your-ai-event": { shows: "one event", narrow: true },
  "your-ai-promises": { shows: "promises and memories decided upon" },
  "your-ai-by-itself": { shows: "what it may do by itself" },
  "your-ai-consent": { shows: "the question before it looks back elsewhere" },
  "phone-your-ai": { shows: "the screen" },

  // Everything that happened
  events: { shows: "the list" },
  "events-loading": { shows: "the list on its way" },
  "events-none": { shows: "a search that found nothing" },
  "events-link": { shows: "an event, its link, and what followed" },
  "events-found": { shows: "words found" },
  "phone-events": { shows: "the list" },

  // Privacy
  privacy: { shows: "the screen" },
  "privacy-loading": { shows: "the screen on its way" },
  "privacy-offline": { shows: "offline mode" },
  restore: { shows: "the question before it goes back" },
  "step-up": { shows: "a wrong name typed to confirm", narrow: true },
  "uses-table": { shows: "uses of the network as a table" },
  "import-choosing": { shows: "what of an archive is to come in", narrow: true },
  "import-done": { shows: "what came in", narrow: true },
  "import-undo": { shows: "what would be taken out again" },
  "phone-privacy": { shows: "the screen" },

  // Models
  models: { shows: "the screen" },
  "models-loading": { shows: "the screen on its way" },
  "models-offline": { shows: "models elsewhere while offline mode is on" },
  "models-asks": { shows: "two models compared, one of which asks first" },
  "models-compared": { shows: "two answers beside each other" },
  "models-checked": { shows: "whether it is still itself" },
  "models-add": { shows: "the form for a model elsewhere", narrow: true },
  "models-key": { shows: "the dialog for a key" },
  "models-remove": { shows: "the question before a model is removed" },
  "pull-consent": { shows: "the question before a download" },
  "pull-running": { shows: "a download", narrow: true },
  "pull-stopped": { shows: "a download that was stopped" },
  "pull-done": { shows: "a model that is there" },
  "phone-models": { shows: "the screen" },

  // Everywhere
  find: { shows: "places found" },
  "find-nothing": { shows: "nothing found" },
  found: { shows: "the place that was gone to" },
  shortcuts: { shows: "the keys", narrow: true },
  german: { shows: "the page in German", narrow: true },
  "gateway-gone": { shows: "no gateway", narrow: true },
  "service-gone": { shows: "a mesh without its mind-service" },
  "models-gone": { shows: "a screen whose service does not answer" },
  "phone-find": { shows: "places found" },
};

/** In which looks a state is taken. */
export function looksOf(name) {
  return STATES[name].narrow ? ["light", "dark", "phone"] : ["light", "dark"];
}
