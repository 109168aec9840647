import { useQuery } from "@tanstack/react-query";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import "../../common/talkWords";
import { dateOf, moment, number, shortHash } from "../../common/format";
import { t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { go } from "../../common/route";
import { type Event, LedgerService } from "../../gen/pmm/ledger/v1/ledger_pb";

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
      <p className="tiny quiet">
        {t("event.hash")} <code title={event.hash}>{shortHash(event.hash)}</code>
      </p>
    </>
  );
}

function conversationOf({ metaJson }: Event): string {
  const meta = JSON.parse(metaJson ?? "{}") as { conversation_id?: string };
  return meta.conversation_id ?? "";
}
