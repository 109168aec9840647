import enChat from "../locales/en-chat.json";
import { i18n } from "./i18n";

// The words of talk, and of what an answer needs: they come with the screens that speak of either.
i18n.load("en", enChat);
