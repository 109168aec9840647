import { speak } from "../../common/i18n";
import enPrivacy from "../../locales/en-privacy.json";

// The words of this screen, which come with it: the first load of the page has no need of them.
speak(enPrivacy, () => import("../../locales/de-privacy.json"));
