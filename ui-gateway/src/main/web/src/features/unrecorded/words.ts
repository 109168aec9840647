import { speak } from "../../common/i18n";
import enUnrecorded from "../../locales/en-unrecorded.json";

// The words of talk off the record, which come with it.
speak(enUnrecorded, () => import("../../locales/de-unrecorded.json"));
