import { useInfiniteQuery } from "@tanstack/react-query";
import { Fragment, Suspense, lazy, useState } from "react";
import { useClient } from "../../common/api";
import { dateOf, day } from "../../common/format";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { go, pathOf } from "../../common/route";
import { type Conversation, ConversationService } from "../../gen/pmm/mind/v1/mind_pb";
import { useSession } from "../session/SessionGate";
import "./list.css";

const ConversationMenu = lazy(() => import("./ConversationMenu"));

/** The conversations, the latest first, and those put away. */
export function ConversationList({ current, picked }: { current: string; picked?: () => void }) {
  const conversations = useClient(ConversationService);
  const { ready } = useSession();
  const [archived, setArchived] = useState(false);
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...keys.conversations, archived],
    queryFn: ({ pageParam, signal }) => conversations.listConversations({ pageToken: pageParam, archived }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const all = data?.pages.flatMap((page) => page.conversations) ?? [];
  return (
    <section className="conversations" aria-label={t("list.title")}>
      <h2 className="tiny quiet">{t(archived ? "list.archived" : "list.title")}</h2>
      <ul>
        {all.map((each, index) => (
          <Fragment key={each.conversationId}>
            {!each.updateTime && (index === 0 || all[index - 1]!.updateTime) && <li className="tiny quiet group">{t("time.unknown")}</li>}
            <Entry conversation={each} current={each.conversationId === current} picked={picked} />
          </Fragment>
        ))}
        {data && all.length === 0 && <li className="tiny quiet none">{t(archived ? "list.none.archived" : "list.none")}</li>}
        {hasNextPage && (
          <li>
            <button className="button plain small" onClick={() => void fetchNextPage()}>
              {t("list.more")}
            </button>
          </li>
        )}
      </ul>
      <button className="button plain small" onClick={() => setArchived(!archived)}>
        {t(archived ? "list.show" : "list.show.archived")}
      </button>
    </section>
  );
}

function Entry({ conversation, current, picked }: { conversation: Conversation; current: boolean; picked: (() => void) | undefined }) {
  const { conversationId } = conversation;
  const title = conversation.title || t("list.untitled");
  return (
    <li className={current ? "entry current" : "entry"}>
      <a
        href={pathOf({ screen: "chat", conversationId })}
        aria-current={current ? "true" : undefined}
        title={conversation.updateTime ? `${title} · ${day(dateOf(conversation.updateTime))}` : title}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          go({ screen: "chat", conversationId });
          picked?.();
        }}
      >
        {title}
      </a>
      <Suspense>
        <ConversationMenu conversation={conversation} title={title} />
      </Suspense>
    </li>
  );
}
