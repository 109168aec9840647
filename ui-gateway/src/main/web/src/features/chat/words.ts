import { speak } from "../../common/i18n";
import enWhy from "../../locales/en-why.json";

// The words of the panel "Why this?", which come with it: the first load of the page has no need of them.
speak(enWhy, () => import("../../locales/de-why.json"));
