import { type FormEvent, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from "react";
import { SendIcon, StopIcon } from "../../common/icons";
import { t } from "../../common/i18n";

interface Props {
  name: string;
  draft: string;
  setDraft(draft: string): void;
  /** An answer is on its way: the button stops it. */
  busy: boolean;
  send(): void;
  stop(): void;
  editLast(): void;
  /** What stands beside the button. */
  children: ReactNode;
}

export function Composer({ name, draft, setDraft, busy, send, stop, editLast, children }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);

  useLayoutEffect(() => {
    const element = field.current!;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, innerHeight * 0.4)}px`;
  }, [draft]);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (busy) stop();
    else if (draft.trim() !== "") send();
  }

  function pressed(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !busy) submit(event);
    else if (event.key === "ArrowUp" && draft === "" && !busy) {
      event.preventDefault();
      editLast();
    }
  }

  return (
    <form className="composer" onSubmit={submit}>
      <div className="composer-box">
        <textarea
          ref={field}
          id="message"
          rows={1}
          dir="auto"
          aria-label={t("composer.label", { name })}
          placeholder={t("composer.label", { name })}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={pressed}
        />
        <div className="composer-row">
          {children}
          <span className="grow" />
          <span className="tiny quiet phone-hidden">{t("composer.keys")}</span>
          <button
            type="submit"
            className="button primary square"
            aria-label={t(busy ? "composer.stop" : "composer.send")}
            disabled={!busy && draft.trim() === ""}
          >
            {busy ? <StopIcon /> : <SendIcon />}
          </button>
        </div>
      </div>
    </form>
  );
}
