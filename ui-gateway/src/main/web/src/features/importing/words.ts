import { speak } from "../../common/i18n";
import enImport from "../../locales/en-import.json";

// The words of this part, which come with it: the first load of the page has no need of them.
speak(enImport, () => import("../../locales/de-import.json"));
