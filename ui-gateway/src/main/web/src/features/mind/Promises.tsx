import { useInfiniteQuery } from "@tanstack/react-query";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { FlagIcon } from "../../common/icons";
import { type MessageId, t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { Commitment_State, MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";
import { PromiseRow } from "./PromiseRow";

const PAGE = 10;

const VIEWS: { id: string; words: MessageId; none: MessageId; states: Commitment_State[] }[] = [
  { id: "open", words: "promises.open", none: "promises.open.none", states: [Commitment_State.OPEN] },
  { id: "proposed", words: "promises.proposed", none: "promises.proposed.none", states: [Commitment_State.PROPOSED] },
  { id: "kept", words: "promises.kept", none: "promises.kept.none", states: [Commitment_State.CLOSED] },
  { id: "expired", words: "promises.expired", none: "promises.expired.none", states: [Commitment_State.EXPIRED] },
];

/** What it has promised: open, waiting for the person's word, kept, and let go. */
export function Promises() {
  return (
    <section className="card" aria-labelledby="promises-title">
      <h2 id="promises-title">
        <FlagIcon />
        {t("promises.title")}
      </h2>
      <Tabs className="tabs-box">
        <TabList className="tab-list" aria-label={t("promises.title")}>
          {VIEWS.map((view) => (
            <Tab key={view.id} id={view.id} className="tab-label">
              {t(view.words)}
            </Tab>
          ))}
        </TabList>
        {VIEWS.map((view) => (
          <TabPanel key={view.id} id={view.id} className="tab-panel">
            <PromiseList states={view.states} none={view.none} />
          </TabPanel>
        ))}
      </Tabs>
    </section>
  );
}

function PromiseList({ states, none }: { states: Commitment_State[]; none: MessageId }) {
  const minds = useClient(MindService);
  const { ready } = useSession();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.commitments(states.join()),
    queryFn: ({ pageParam, signal }) => minds.listCommitments({ states, pageSize: PAGE, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const all = data?.pages.flatMap((page) => page.commitments) ?? [];
  return (
    <>
      <Problem error={error} />
      {data && all.length === 0 && <p className="quiet">{t(none)}</p>}
      <ul className="plain-list">
        {all.map((each) => (
          <PromiseRow key={each.commitmentId} commitment={each} />
        ))}
      </ul>
      {hasNextPage && (
        <button className="button plain small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </button>
      )}
    </>
  );
}
