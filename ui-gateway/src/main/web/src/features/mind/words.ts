import { i18n } from "../../common/i18n";
import enShared from "../../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en.json";
import enMind from "../../locales/en-mind.json";

// The words of this screen, which come with it: the first load of the page has no need of them.
i18n.load("en", { ...enMind, ...enShared });
