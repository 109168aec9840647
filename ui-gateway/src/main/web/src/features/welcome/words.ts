import { i18n } from "../../common/i18n";
import enWelcome from "../../locales/en-welcome.json";

// The words of the first steps, which come with them: they are taken once.
i18n.load("en", enWelcome);
