import { i18n } from "../../common/i18n";
import "../../common/sharedWords";
import enMind from "../../locales/en-mind.json";

// The words of this screen, which come with it: the first load of the page has no need of them.
i18n.load("en", enMind);
