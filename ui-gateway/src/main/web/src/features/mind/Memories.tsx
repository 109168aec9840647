import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { BookmarkIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { useAct } from "../../common/useAct";
import { MemoryService } from "../../gen/pmm/mind/v1/memories_pb";
import { type Mind, MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";
import { MemoryRow } from "./MemoryRow";

const PAGE = 10;

/** What it believes, and what it would like to keep: each waits for, or bears, the person's word. */
export function Memories({ mind }: { mind: Mind }) {
  const [shown, setShown] = useState<string | number>();
  const waiting = mind.proposedMemoryCount;
  return (
    <section className="card" aria-labelledby="memories-title">
      <h2 id="memories-title">
        <BookmarkIcon />
        {t("memories.title")}
      </h2>
      <Tabs className="tabs-box" selectedKey={shown ?? (waiting > 0 ? "inbox" : "kept")} onSelectionChange={setShown}>
        <TabList className="tab-list" aria-label={t("memories.title")}>
          <Tab id="inbox" className="tab-label">
            {t("memories.inbox", { count: waiting })}
          </Tab>
          <Tab id="kept" className="tab-label">
            {t("memories.kept", { count: mind.memoryCount })}
          </Tab>
        </TabList>
        <TabPanel id="inbox" className="tab-panel">
          <MemoryList proposed />
        </TabPanel>
        <TabPanel id="kept" className="tab-panel">
          <Kept count={mind.memoryCount} />
        </TabPanel>
      </Tabs>
    </section>
  );
}

function MemoryList({ proposed }: { proposed: boolean }) {
  const minds = useClient(MindService);
  const { ready } = useSession();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.memories(proposed ? "inbox" : "kept"),
    queryFn: ({ pageParam, signal }) => minds.listMemories({ proposed, pageSize: PAGE, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const all = data?.pages.flatMap((page) => page.memories) ?? [];
  return (
    <>
      <Problem error={error} />
      {data && all.length === 0 && <p className="quiet">{t(proposed ? "memories.inbox.none" : "memories.kept.none")}</p>}
      <ul className="plain-list">
        {all.map((memory) => (
          <MemoryRow key={`${memory.eventId}`} memory={memory} />
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

/** What is kept: all of it, or what matches some words; and a way to write one by hand. */
function Kept({ count }: { count: number }) {
  const memories = useClient(MemoryService);
  const [words, setWords] = useState("");
  const query = useDeferredValue(words.trim());
  const { data: found, error } = useQuery({
    queryKey: keys.memories(`search ${query}`),
    queryFn: async ({ signal }) => (await memories.searchMemories({ query, pageSize: 20 }, { signal })).memories,
    enabled: query !== "",
    placeholderData: (before) => before,
  });
  return (
    <>
      {count > 0 && (
        <input
          className="input"
          type="search"
          value={words}
          aria-label={t("memories.search")}
          placeholder={t("memories.search")}
          onChange={(event) => setWords(event.target.value)}
        />
      )}
      <Problem error={error} />
      {query === "" ? (
        <MemoryList proposed={false} />
      ) : (
        <>
          {found?.length === 0 && <p className="quiet">{t("memories.search.none")}</p>}
          <ul className="plain-list">{found?.map((memory) => <MemoryRow key={`${memory.eventId}`} memory={memory} />)}</ul>
        </>
      )}
      <AddMemory />
    </>
  );
}

function AddMemory() {
  const memories = useClient(MemoryService);
  const act = useAct();
  const [text, setText] = useState("");
  return (
    <form
      className="row add-memory"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate((requestId) => memories.addMemory({ text: text.trim(), requestId }), { onSuccess: () => setText("") });
      }}
    >
      <input className="input grow" maxLength={2000} value={text} aria-label={t("memories.add.label")} placeholder={t("memories.add.label")} onChange={(event) => setText(event.target.value)} />
      <button className="button" disabled={act.isPending || text.trim() === ""}>
        {t("memories.add")}
      </button>
      <Problem error={act.error} />
    </form>
  );
}
