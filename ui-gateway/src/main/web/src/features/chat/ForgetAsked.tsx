import { useState } from "react";
import { t } from "../../common/i18n";
import type { Note } from "../../gen/pmm/mind/v1/mind_pb";
import { ForgetCard } from "./ForgetCard";

/** Looks for what is meant only when asked to: it reads the whole ledger. */
export default function ForgetAsked({ note }: { note: Note }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="note">
      {open ? (
        <ForgetCard wish={{ case: "userEventId", value: note.eventId }} leave={() => setOpen(false)} />
      ) : (
        <>
          <p className="grow">{t("forget.asked")}</p>
          <button className="button small" onClick={() => setOpen(true)}>
            {t("forget.show")}
          </button>
        </>
      )}
    </li>
  );
}
