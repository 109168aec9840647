import { type ComponentType, type ReactNode, Suspense } from "react";
import { BookmarkIcon, CheckIcon, FlagIcon, SparkIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import type { Note } from "../../gen/pmm/mind/v1/mind_pb";

const KINDS: Record<string, { title: MessageId; icon: ReactNode; tone: string }> = {
  commitment_opened: { title: "note.commitment_opened", icon: <FlagIcon />, tone: "blue" },
  commitment_closed: { title: "note.commitment_closed", icon: <CheckIcon />, tone: "green" },
  commitment_expired: { title: "note.commitment_expired", icon: <FlagIcon />, tone: "amber" },
  memory_kept: { title: "note.memory_kept", icon: <BookmarkIcon />, tone: "violet" },
  given_forgotten: { title: "note.given_forgotten", icon: <FlagIcon />, tone: "amber" },
  name_adopted: { title: "note.name_adopted", icon: <SparkIcon />, tone: "violet" },
};

const MemoryCard = lazy(() => import("./MemoryCard"));
const PromiseCard = lazy(() => import("./PromiseCard"));
const ForgetAsked = lazy(() => import("./ForgetAsked"));

/** What waits for the person's word. */
const ASKING: Record<string, ComponentType<{ note: Note }>> = {
  memory_proposed: MemoryCard,
  commitment_proposed: PromiseCard,
  forget_asked: ForgetAsked,
};

/** What quietly followed from a message: a promise, a memory, a name. */
export function Notes({ notes }: { notes: Note[] }) {
  const known = notes.filter((note) => note.kind in KINDS || note.kind in ASKING);
  if (known.length === 0) return null;
  return (
    <ul className="notes">
      {known.map((note) => {
        const Asking = ASKING[note.kind];
        if (Asking) {
          return (
            <Suspense key={`${note.eventId}`} fallback={<li className="note">{note.text}</li>}>
              <Asking note={note} />
            </Suspense>
          );
        }
        const { title, icon, tone } = KINDS[note.kind]!;
        return (
          <li key={`${note.eventId}`} className={`note ${tone}`}>
            {icon}
            <p>
              <b>{t(title)}</b> {note.text && <span className="quiet">{t("note.words", { text: note.text })}</span>}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
