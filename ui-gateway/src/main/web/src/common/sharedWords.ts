import enShared from "../../../../../../mindstate/src/main/resources/pmm/mindstate/locales/en.json";
import { i18n } from "./i18n";

// What is said of a mind by the command too: it comes with the screens that say it.
i18n.load("en", enShared);
