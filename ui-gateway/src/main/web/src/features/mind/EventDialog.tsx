import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import "../../common/talkWords";
import { dateOf, moment, number, shortHash } from "../../common/format";
import { CheckIcon, WarnIcon } from "../../common/icons";
import { t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { go } from "../../common/route";
import { sealOf } from "../../common/seal";
import { type Event, LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";
import { Mention_Relation, MindService } from "../../gen/pmm/mind/v1/mind_pb";
import { EventLink } from "./EventLink";

const MOST_FOLLOWED = 50;

/** One event of the ledger: what it says, when, and the facts that it holds. */
export default function EventDialog({ eventId, close }: { eventId: bigint; close(): void }) {
  const ledger = useClient(LedgerService);
  const { data: event, error } = useQuery({
    queryKey: keys.event(eventId),
    queryFn: async ({ signal }) => (await ledger.getEvent({ eventId }, { signal })).event,
  });
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog event-dialog">
          <Heading slot="title">{t("event.title", { id: number(eventId) })}</Heading>
          <div className="event-body">
            <Problem error={error} />
            {event ? <Facts event={event} /> : !error && <p className="quiet">{t("chat.loading")}</p>}
          </div>
          <div className="row end">
            {event && conversationOf(event) && (
              <Button className="button plain" onPress={() => go({ screen: "chat", conversationId: conversationOf(event) })}>
                {t("event.conversation")}
              </Button>
            )}
            <Button className="button" slot="close">
              {t("common.close")}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Facts({ event }: { event: Event }) {
  return (
    <>
      <p className="small quiet">
        <b>{tCode("kind", event.kind, "kind.other")}</b> · {moment(dateOf(event.createTime))}
      </p>
      {event.contentForgotten ? (
        <p className="quiet">
          <i>{t("turn.forgotten")}</i>
        </p>
      ) : (
        event.content && (
          <blockquote className="event-words" dir="auto" tabIndex={0}>
            {event.content}
          </blockquote>
        )
      )}
      {event.metaJson && (
        <details>
          <summary>{t("event.facts")}</summary>
          <pre tabIndex={0}>{JSON.stringify(JSON.parse(event.metaJson), null, 2)}</pre>
        </details>
      )}
      <dl className="facts">
        <dt>{t("event.hash")}</dt>
        <dd>
          <code title={event.hash}>{shortHash(event.hash)}</code>
        </dd>
        <dt>{t("event.before")}</dt>
        <dd>{event.prevHash ? <code title={event.prevHash}>{shortHash(event.prevHash)}</code> : t("event.before.none")}</dd>
      </dl>
      <Link event={event} />
      <Followed eventId={event.eventId} />
    </>
  );
}

/**
 * Works the hash of an event out, and looks whether the one before it has the hash that it names. The answer takes the place of
 * the button, and the focus with it: a dialog that has lost the focus hears no Escape.
 */
function Link({ event }: { event: Event }) {
  const ledger = useClient(LedgerService);
  const { eventId } = event;
  const place = useRef<HTMLDivElement>(null);
  const check = useMutation({
    onSuccess: () => place.current?.focus(),
    mutationFn: async () => {
      const before = eventId > 1n ? (await ledger.getEvent({ eventId: eventId - 1n })).event : undefined;
      return sealOf(event, before);
    },
  });
  const { data: seal, error } = check;
  return (
    <div ref={place} role="status" className="event-check" tabIndex={-1}>
      {seal ? (
        <p className={seal === "whole" ? "outcome good" : seal === "broken" ? "outcome" : "outcome plain"}>
          {seal === "whole" ? <CheckIcon /> : <WarnIcon />}
          <span className="small">{t(seal === "whole" && eventId === 1n ? "event.check.first" : `event.check.${seal}`, { before: number(eventId - 1n) })}</span>
        </p>
      ) : (
        <button className="button small" disabled={check.isPending} onClick={() => check.mutate()}>
          {t("event.check")}
        </button>
      )}
      <Problem error={error} />
    </div>
  );
}

/** What holds words of an event or came from it; it is only looked for when asked, as all events are read for it. */
function Followed({ eventId }: { eventId: bigint }) {
  const minds = useClient(MindService);
  const place = useRef<HTMLDivElement>(null);
  const found = useMutation({ mutationFn: () => minds.findMentions({ eventIds: [eventId] }), onSuccess: () => place.current?.focus() });
  const others = found.data?.mentions.filter(({ relation }) => relation !== Mention_Relation.GIVEN);
  return (
    <div ref={place} className="event-check" tabIndex={-1}>
      {others ? (
        <>
          <h3>{t("event.followed")}</h3>
          {others.length === 0 && <p className="small quiet">{t("event.followed.none")}</p>}
          <ul className="plain-list small">
            {others.slice(0, MOST_FOLLOWED).map((each) => (
              <li key={`${each.eventId}`}>
                <span className="chip">{tCode("event.relation", String(each.relation), "event.relation.other")}</span>
                <span className="grow" dir="auto">
                  {each.text || tCode("kind", each.kind, "kind.other")}
                </span>
                <EventLink eventId={each.eventId} />
              </li>
            ))}
          </ul>
          {found.data!.givenCount > 0 && <p className="tiny quiet">{t("event.followed.note", { count: found.data!.givenCount })}</p>}
        </>
      ) : (
        <button className="button small" disabled={found.isPending} onClick={() => found.mutate()}>
          {t("event.followed")}
        </button>
      )}
      <Problem error={found.error} />
    </div>
  );
}

function conversationOf({ metaJson }: Event): string {
  const meta = JSON.parse(metaJson ?? "{}") as { conversation_id?: string };
  return meta.conversation_id ?? "";
}
