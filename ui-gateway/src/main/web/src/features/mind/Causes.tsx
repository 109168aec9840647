import { t } from "../../common/i18n";
import { EventLink } from "./EventLink";

const MOST = 5;

/** The events that caused something, each of which opens. */
export function Causes({ eventIds }: { eventIds: bigint[] }) {
  const shown = eventIds.slice(0, MOST);
  const more = eventIds.length - shown.length;
  return (
    <>
      {t("history.because", { count: eventIds.length })}{" "}
      {shown.map((eventId) => (
        <EventLink key={`${eventId}`} eventId={eventId} />
      ))}
      {more > 0 && ` ${t("history.moreCauses", { count: more })}`}
    </>
  );
}
