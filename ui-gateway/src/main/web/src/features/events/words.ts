import { speak } from "../../common/i18n";
import "../../common/talkWords";
import "../mind/words";
import enEvents from "../../locales/en-events.json";

// The words of this screen, which come with it.
speak(enEvents, () => import("../../locales/de-events.json"));
