import { Suspense, useState } from "react";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import "./words";

const EventDialog = lazy(() => import("./EventDialog"));

/** The number of an event, which opens it. */
export function EventLink({ eventId }: { eventId: bigint }) {
  const [open, setOpen] = useState(false);
  const id = number(eventId);
  return (
    <>
      <button className="link event-link tabular" aria-label={t("event.open", { id })} onClick={() => setOpen(true)}>
        {t("event.number", { id })}
      </button>
      <Suspense>{open && <EventDialog eventId={eventId} close={() => setOpen(false)} />}</Suspense>
    </>
  );
}
