import { speak } from "../../common/i18n";
import enSession from "../../locales/en-session.json";

// The words at the door and before grave acts, which come with them: most visits need neither.
speak(enSession, () => import("../../locales/de-session.json"));
