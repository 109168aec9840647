import { i18n } from "../../common/i18n";
import enModels from "../../locales/en-models.json";

// The words for models, which come with whatever shows them: the first load of the page has no need of them.
i18n.load("en", enModels);
