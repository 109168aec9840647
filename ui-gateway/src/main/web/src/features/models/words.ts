import { speak } from "../../common/i18n";
import enModels from "../../locales/en-models.json";

// The words for models, which come with whatever shows them: the first load of the page has no need of them.
speak(enModels, () => import("../../locales/de-models.json"));
