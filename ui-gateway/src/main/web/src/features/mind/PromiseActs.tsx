import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { DownIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { useAct } from "../../common/useAct";
import { CommitmentService } from "../../gen/pmm/mind/v1/commitment_pb";
import { type Commitment, Commitment_State } from "../../gen/pmm/mind/v1/mind_pb";
import "./words";

const PUT_OFF: [days: number, words: MessageId][] = [
  [1, "promise.later.day"],
  [3, "promise.later.days"],
  [7, "promise.later.week"],
  [30, "promise.later.month"],
];

/** The person's word on a promise that is open, or on a sentence that may be one. */
export function PromiseActs({ commitment }: { commitment: Commitment }) {
  const promises = useClient(CommitmentService);
  const act = useAct();
  const { commitmentId, state, text } = commitment;
  if (state === Commitment_State.PROPOSED) {
    return (
      <div className="row acts" role="group" aria-label={text}>
        <button className="button small" disabled={act.isPending} onClick={() => act.mutate((requestId) => promises.confirmCommitment({ commitmentId, requestId }))}>
          {t("promise.confirm")}
        </button>
        <button className="button plain small" disabled={act.isPending} onClick={() => act.mutate((requestId) => promises.rejectCommitment({ commitmentId, requestId }))}>
          {t("promise.reject")}
        </button>
        <Problem error={act.error} />
      </div>
    );
  }
  if (state !== Commitment_State.OPEN) return null;
  return (
    <div className="row acts" role="group" aria-label={text}>
      <button className="button small" disabled={act.isPending} onClick={() => act.mutate((requestId) => promises.closeCommitment({ commitmentId, requestId }))}>
        {t("promise.close")}
      </button>
      <MenuTrigger>
        <Button className="button plain small" isDisabled={act.isPending}>
          {t("promise.later")}
          <DownIcon />
        </Button>
        <Popover className="popover narrow" placement="bottom start">
          <Menu
            className="menu"
            aria-label={t("promise.later")}
            onAction={(days) =>
              act.mutate((requestId) => promises.snoozeCommitment({ commitmentId, untilTime: timestampFromDate(endOfDay(Number(days))), requestId }))
            }
          >
            {PUT_OFF.map(([days, words]) => (
              <MenuItem key={days} id={days} className="menu-item">
                {t(words)}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <Problem error={act.error} />
    </div>
  );
}

/** A day without an hour lasts until its last minute, as in what the mind itself promises. */
function endOfDay(days: number): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 23, 59);
}
