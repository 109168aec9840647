import { useQuery } from "@tanstack/react-query";
import { useClient } from "../../common/api";
import { FlagIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { CommitmentService } from "../../gen/pmm/mind/v1/commitment_pb";
import { Commitment_State, type Note } from "../../gen/pmm/mind/v1/mind_pb";
import { PromiseActs } from "../mind/PromiseActs";

/** A sentence that may be a promise: the person's word on it, beneath the answer that says it. */
export default function PromiseCard({ note }: { note: Note }) {
  const promises = useClient(CommitmentService);
  const commitmentId = `${note.eventId}`;
  const { data } = useQuery({
    queryKey: keys.commitment(commitmentId),
    queryFn: async ({ signal }) => (await promises.getCommitment({ commitmentId }, { signal })).commitment,
  });
  const waits = data?.state === Commitment_State.PROPOSED;
  return (
    <li className={waits ? "note quiet asking" : "note quiet"}>
      <FlagIcon />
      <div className="grow">
        <p>
          <b>{t(title(data?.state))}</b> <span className="quiet">{t("note.words", { text: note.text })}</span>
        </p>
        {waits && <PromiseActs commitment={data} />}
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
