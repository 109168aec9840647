import { i18n } from "../../common/i18n";
import enImported from "../../locales/en-imported.json";

// The words for what stands beside imported talk: who has none has no need of them.
i18n.load("en", enImported);
