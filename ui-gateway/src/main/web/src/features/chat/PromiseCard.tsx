import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useClient } from "../../common/api";
import { FlagIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { CommitmentService } from "../../gen/pmm/mind/v1/commitment_pb";
import { Commitment_State, type Note } from "../../gen/pmm/mind/v1/mind_pb";

/** A sentence that may be a promise: the person's word on it, beneath the answer that says it. */
export default function PromiseCard({ note }: { note: Note }) {
  const promises = useClient(CommitmentService);
  const queries = useQueryClient();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const commitmentId = `${note.eventId}`;
  const { data } = useQuery({
    queryKey: ["commitment", commitmentId],
    queryFn: ({ signal }) => promises.getCommitment({ commitmentId }, { signal }),
  });
  const state = data?.commitment?.state;
  const waits = state === Commitment_State.PROPOSED;

  async function decide(decision: "confirmCommitment" | "rejectCommitment") {
    setBusy(true);
    setProblem("");
    try {
      await promises[decision]({ commitmentId, requestId: crypto.randomUUID() });
    } catch (error) {
      setProblem(sentence(error));
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ["commitment", commitmentId] });
    }
  }

  return (
    <li className={waits ? "note quiet memory-card" : "note quiet"}>
      <FlagIcon />
      <div className="grow">
        <p>
          <b>{t(title(state))}</b> <span className="quiet">{t("note.words", { text: note.text })}</span>
        </p>
        {waits && (
          <div className="row">
            <button className="button small" disabled={busy} onClick={() => void decide("confirmCommitment")}>
              {t("promise.confirm")}
            </button>
            <button className="button plain small" disabled={busy} onClick={() => void decide("rejectCommitment")}>
              {t("promise.reject")}
            </button>
          </div>
        )}
        {problem && (
          <p className="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
    </li>
  );
}

function title(state: Commitment_State | undefined) {
  switch (state) {
    case Commitment_State.OPEN:
      return "note.commitment_opened";
    case Commitment_State.CLOSED:
      return "note.commitment_closed";
    case Commitment_State.EXPIRED:
      return "note.commitment_expired";
    case Commitment_State.REJECTED:
      return "promise.rejected";
    default:
      return "note.commitment_proposed";
  }
}
