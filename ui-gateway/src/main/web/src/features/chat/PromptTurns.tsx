import { tCode } from "../../common/i18n";
import type { PromptTurn } from "../../gen/pmm/mind/v1/mind_pb";

/** A prompt, word for word. */
export function PromptTurns({ turns }: { turns: PromptTurn[] }) {
  return (
    <ol className="prompt" tabIndex={0}>
      {turns.map((turn, index) => (
        <li key={index}>
          <b className="tiny quiet">{tCode("role", turn.role, "role.other")}</b>
          <pre>{turn.text}</pre>
        </li>
      ))}
    </ol>
  );
}
