import { speak } from "../../common/i18n";
import enImported from "../../locales/en-imported.json";

// The words for what stands beside imported talk: who has none has no need of them.
speak(enImported, () => import("../../locales/de-imported.json"));
