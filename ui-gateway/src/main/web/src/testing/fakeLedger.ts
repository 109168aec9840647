import { create } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { hashOf } from "../common/seal";
import { type Event, EventSchema, type ListEventsRequest, Order, type SearchEventsRequest, VerifyResult_Verdict } from "../gen/pmm/ledger/v1/ledger_pb";

const KINDS = ["user_message", "generation_started", "assistant_message", "trait_changed"];
const WORDS = ["Shall we sow the beans early this year?", "", "Start them indoors, and wait for the ice saints.", ""];

const after = (time: Timestamp | undefined, other: Timestamp | undefined) => !time || !other || time.seconds >= other.seconds;

/** A ledger in memory whose events bear the hashes that the file format gives them. */
export class FakeLedger {
  events: Event[] = [];
  /** How many pages were asked for. */
  asked = 0;

  /** Appends events, one an hour, up to a number and to now. */
  grow(count: number): void {
    const salt = new Uint8Array(16);
    for (let id = this.events.length + 1; id <= count; id++) {
      const words = WORDS[id % 4]!;
      const event = create(EventSchema, {
        eventId: BigInt(id),
        createTime: timestampFromDate(new Date(Date.now() - (count - id) * 3_600_000)),
        kind: KINDS[id % 4]!,
        ...(words ? { content: `${words} (${id})`, contentSalt: salt } : {}),
        metaJson: id % 4 === 3 ? '{"delta":0.02,"reason":"kind","trait":"openness"}' : '{"conversation_id":"garden"}',
        metaSalt: salt,
        prevHash: this.events.at(-1)?.hash ?? "",
      });
      event.hash = hashOf(event)!;
      this.events.push(event);
    }
  }

  /** Changes words behind the back of the ledger. */
  tear(id: number): void {
    this.events[id - 1]!.content = "Nobody ever said this";
  }

  list({ kinds, order, since, until, afterEventId, pageSize, pageToken }: ListEventsRequest) {
    this.asked++;
    const all = this.events.filter(
      (event) => (kinds.length === 0 || kinds.includes(event.kind)) && event.eventId > afterEventId && after(event.createTime, since) && (!until || !after(event.createTime, until)),
    );
    if (order === Order.NEWEST_FIRST) all.reverse();
    const from = Number(pageToken);
    const end = from + Math.min(500, pageSize || 50);
    return { events: all.slice(from, end), nextPageToken: end < all.length ? `${end}` : "" };
  }

  search({ query, kinds, pageSize, finding }: SearchEventsRequest) {
    const hits = this.events.filter((event) => event.content?.includes(query) && (kinds.length === 0 || kinds.includes(event.kind))).reverse();
    const skip = finding?.skip ?? 0;
    const page = hits.slice(0, 400).slice(skip, skip + pageSize);
    const told = page.map((event) => {
      const { content, ...rest } = event;
      return { event: create(EventSchema, rest as Event), snippet: content!.replace(query, `\ue000${query}\ue001`) };
    });
    return { hits: told, foundCount: Math.min(400, hits.length), moreThanFound: hits.length > 400 };
  }

  verified() {
    const torn = this.events.find((event) => hashOf(event) !== event.hash);
    if (!torn) return { verdict: VerifyResult_Verdict.WHOLE };
    const eventId = torn.eventId;
    return { verdict: VerifyResult_Verdict.BROKEN, intactThroughEventId: eventId - 1n, fault: { table: "events", row: `${eventId}`, fault: "content", message: "Its words are not those that were sealed.", eventId } };
  }
}
