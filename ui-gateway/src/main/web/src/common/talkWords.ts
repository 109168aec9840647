import enChat from "../locales/en-chat.json";
import { speak } from "./i18n";

// The words of talk, and of what an answer needs: they come with the screens that speak of either.
speak(enChat, () => import("../locales/de-chat.json"));
