import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useId, useState } from "react";
import { useClient } from "../../common/api";
import { dateOf, day, period } from "../../common/format";
import { t } from "../../common/i18n";
import { lazy } from "../../common/lazy";
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
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
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
      <div className="groups">
        {groups(all).map(({ name, conversations }) => (
          <Group key={name} name={name}>
            {conversations.map((each) => (
              <Entry key={each.conversationId} conversation={each} current={each.conversationId === current} picked={picked} />
            ))}
          </Group>
        ))}
        {data && all.length === 0 && <p className="tiny quiet none">{t(archived ? "list.none.archived" : "list.none")}</p>}
        {hasNextPage && (
          <button className="button plain small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("list.more")}
          </button>
        )}
      </div>
      <button className="button plain small" onClick={() => setArchived(!archived)}>
        {t(archived ? "list.show" : "list.show.archived")}
      </button>
    </section>
  );
}

/** The conversations of each part of the past, in their order; those of which nobody knows the time are one more. */
function groups(all: Conversation[]): { name: string; conversations: Conversation[] }[] {
  const parts = new Map<string, Conversation[]>();
  for (const each of all) {
    const name = each.updateTime ? period(dateOf(each.updateTime)) : t("time.unknown");
    const part = parts.get(name);
    if (part) part.push(each);
    else parts.set(name, [each]);
  }
  return [...parts].map(([name, conversations]) => ({ name, conversations }));
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      <h3 id={id} className="tiny quiet group">
        {name}
      </h3>
      <ul aria-labelledby={id}>{children}</ul>
    </>
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
