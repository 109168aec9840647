import { speak } from "../../common/i18n";
import enSearch from "../../locales/en-search.json";

// The words of "Find anything", which come with it: the first load of the page has no need of them.
speak(enSearch, () => import("../../locales/de-search.json"));
