import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { useNow } from "../../common/useNow";
import { type Phase, Phase_Step } from "../../gen/pmm/mind/v1/mind_pb";
import { AnswerText } from "./AnswerText";
import { type LiveAnswer, isLive, wordsPerSecond } from "./answer";

const SHOW_SECONDS_AFTER = 3;
const SLOW_AFTER = 10;

/** The answer that is on its way. */
export function LiveTurn({ live, name, local, stop }: { live: LiveAnswer; name: string; local: boolean; stop(): void }) {
  const now = useNow(500, isLive(live));
  return (
    <article className="answer">
      <span className="unseen">{t("turn.answer", { name })}</span>
      {live.text && <AnswerText text={live.text} writing={live.state === "writing"} />}
      <p className="small quiet status">
        {live.state === "waiting" && <span className="dots" aria-hidden="true" />}
        <span className="tabular">{live.state === "waiting" ? waiting(live, now, local) : writing(live, now, name)}</span>
        {isLive(live) && (
          <button className="link" onClick={stop} disabled={live.stopping}>
            {t(live.stopping ? "live.stopping" : "live.stop")} <kbd aria-hidden="true">Esc</kbd>
          </button>
        )}
      </p>
    </article>
  );
}

interface BrokenProps {
  live: LiveAnswer;
  /** What became of the message, in a sentence. */
  said: string;
  sendAgain?: (() => void) | undefined;
  dismiss?: (() => void) | undefined;
}

/** An answer whose stream ended before its last piece. */
export function BrokenTurn({ live, said, sendAgain, dismiss }: BrokenProps) {
  return (
    <article className="answer">
      {live.text && <AnswerText text={live.text} />}
      <div className="failure" role="group" aria-label={t("failure.title")}>
        <p>
          <b>{said}</b> {live.problem ? sentence(live.problem) : ""}
        </p>
        <div className="row">
          {sendAgain && (
            <button className="button small" onClick={sendAgain}>
              {t("broken.again")}
            </button>
          )}
          {dismiss && (
            <button className="button plain small" onClick={dismiss}>
              {t("common.close")}
            </button>
          )}
        </div>
      </div>
    </article>
  );
}

function waiting(live: LiveAnswer, now: number, local: boolean): string {
  const seconds = Math.floor((now - live.askedAt) / 1000);
  const loading = local && seconds >= SLOW_AFTER && live.phase?.step === Phase_Step.THINKING;
  const words = loading ? t("phase.loading") : phaseWords(live.phase);
  return seconds >= SHOW_SECONDS_AFTER ? t("phase.seconds", { words, seconds }) : words;
}

export function phaseWords(phase: Phase | undefined): string {
  switch (phase?.step) {
    case Phase_Step.READING:
      return phase.memoryCount > 0 ? t("phase.reading", { count: phase.memoryCount }) : t("phase.looking");
    case Phase_Step.CHECKING:
      return t("phase.checking");
    case Phase_Step.CONNECTING:
      return t("phase.connecting");
    case Phase_Step.THINKING:
      return t("phase.thinking");
    case Phase_Step.SAVING:
      return t("phase.saving");
    default:
      return t("phase.sending");
  }
}

function writing(live: LiveAnswer, now: number, name: string): string {
  if (live.phase?.step === Phase_Step.SAVING || live.state === "finished") return t("phase.saving");
  const speed = wordsPerSecond(live, now);
  return speed > 0 ? t("live.speed", { name, speed: number(speed) }) : t("live.writing", { name });
}
