import { i18n } from "../../common/i18n";
import enSearch from "../../locales/en-search.json";

// The words of "Find anything", which come with it: the first load of the page has no need of them.
i18n.load("en", enSearch);
