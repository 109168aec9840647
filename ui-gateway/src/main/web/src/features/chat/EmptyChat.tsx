import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { useClient } from "../../common/api";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
import { keys } from "../../common/mesh";
import { go } from "../../common/route";
import { Skeleton } from "../../common/Skeleton";
import { Commitment_State, type Mind, MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";
import { Orb } from "../shell/Orb";

const SUGGESTIONS = 3;
const MOST_DUE = 3;

const DuePromises = lazy(() => import("./DuePromises"));

/** A new conversation: the mind greets, what is due asks for a word, and open promises suggest where to begin. */
export function EmptyChat({ mind, suggest }: { mind: Mind | undefined; suggest(text: string): void }) {
  const minds = useClient(MindService);
  const { ready } = useSession();
  const { data: open } = useQuery({
    queryKey: keys.commitments("suggested"),
    queryFn: async ({ signal }) =>
      (await minds.listCommitments({ pageSize: SUGGESTIONS, states: [Commitment_State.OPEN] }, { signal })).commitments,
    enabled: ready,
  });
  const { data: due = [], isPending } = useQuery({
    queryKey: keys.commitments("due"),
    queryFn: async ({ signal }) =>
      (await minds.listCommitments({ pageSize: MOST_DUE, dueBeforeTime: timestampFromDate(endOfToday()) }, { signal })).commitments,
    enabled: ready,
  });
  if (!mind || isPending) return <Skeleton />;
  const asked = new Set(due.map((each) => each.commitmentId));
  const promises = open?.filter((each) => each.text && !asked.has(each.commitmentId)).map((each) => t("empty.promise", { text: each.text })) ?? [];
  const suggestions = [...promises, ...beginnings(mind)].slice(0, SUGGESTIONS);
  return (
    <Suspense fallback={<Skeleton />}>
      <section className="empty">
        <Orb name={mind.name} traits={mind.traits} large />
        <h1>{mind.name ? t("empty.hello", { name: mind.name }) : t("empty.unnamed")}</h1>
        <p className="quiet">
          {mind.messageCount > 0n ? t("empty.messages", { count: Number(mind.messageCount), shown: number(mind.messageCount) }) : t("empty.first")}
        </p>
        {due.length > 0 && <DuePromises due={due} />}
        {mind.messageCount === 0n && !mind.name && (
          <button className="button primary" onClick={() => go({ screen: "welcome" })}>
            {t("empty.welcome")}
          </button>
        )}
        <div className="suggestions">
          {suggestions.map((text) => (
            <button key={text} className="button" onClick={() => suggest(text)}>
              {text}
            </button>
          ))}
        </div>
        <button className="link" onClick={() => go({ screen: "unrecorded" })}>
          {t("empty.unrecorded")}
        </button>
      </section>
    </Suspense>
  );
}

/** What is promised for a day without an hour is due at its end, and worth a word before. */
function endOfToday(): Date {
  const end = new Date();
  end.setHours(24, 0, 0, 0);
  return end;
}

function beginnings(mind: Mind): string[] {
  return [
    ...(mind.name ? [] : [t("empty.suggest.name")]),
    ...(mind.memoryCount > 0 ? [t("empty.suggest.recall")] : []),
    t("empty.suggest.remember"),
    t("empty.suggest.who"),
  ];
}
