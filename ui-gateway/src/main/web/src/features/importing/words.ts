import { i18n } from "../../common/i18n";
import enImport from "../../locales/en-import.json";

// The words of this part, which come with it: the first load of the page has no need of them.
i18n.load("en", enImport);
