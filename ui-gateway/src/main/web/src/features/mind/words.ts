import { speak } from "../../common/i18n";
import "../../common/sharedWords";
import enMind from "../../locales/en-mind.json";

// The words of this screen, which come with it: the first load of the page has no need of them.
speak(enMind, () => import("../../locales/de-mind.json"));
