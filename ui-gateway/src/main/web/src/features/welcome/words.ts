import { speak } from "../../common/i18n";
import enWelcome from "../../locales/en-welcome.json";

// The words of the first steps, which come with them: they are taken once.
speak(enWelcome, () => import("../../locales/de-welcome.json"));
