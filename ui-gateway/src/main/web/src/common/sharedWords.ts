import enShared from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en.json";
import { speak } from "./i18n";

// What is said of a mind by the command too: it comes with the screens that say it.
speak(enShared, () => import("../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/de.json"));
