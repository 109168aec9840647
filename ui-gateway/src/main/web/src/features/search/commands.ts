import { type MessageId, t } from "../../common/i18n";
import { go } from "../../common/route";
import { showShortcuts } from "../shell/Shortcuts";

/** Something to go to that is no place in the talk. */
export interface Command {
  id: MessageId;
  keys: string;
  run(): void;
}

const COMMANDS: Command[] = [
  { id: "find.go.new", keys: "N", run: () => go({ screen: "chat", conversationId: "" }) },
  { id: "find.go.mind", keys: "G Y", run: () => go({ screen: "mind" }) },
  { id: "find.go.events", keys: "G E", run: () => go({ screen: "events" }) },
  { id: "find.go.privacy", keys: "G P", run: () => go({ screen: "privacy" }) },
  { id: "find.go.models", keys: "G M", run: () => go({ screen: "models" }) },
  { id: "find.go.keys", keys: "?", run: showShortcuts },
];

/** The commands of which each typed word begins a word; all while nothing is typed. */
export function commandsFor(typed: string): Command[] {
  const words = split(typed);
  return COMMANDS.filter(({ id }) => {
    const name = split(t(id));
    return words.every((word) => name.some((part) => part.startsWith(word)));
  });
}

function split(text: string): string[] {
  return text.toLocaleLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
