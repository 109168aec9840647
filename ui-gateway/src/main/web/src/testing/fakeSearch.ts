import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { Code, type ConnectRouter } from "@connectrpc/connect";
import { type Place, PlaceKind, SearchService } from "../gen/pmm/mind/v1/search_pb";
import type { FakeMesh } from "./fakeMesh";
import { refused } from "./refused";

type Found = Partial<Omit<Place, "$typeName">> & { snippet: string };

/** Finds places in what the mesh in memory holds. */
export class FakeSearch {
  /** What is found besides the messages of the garden, whatever they are called. */
  others: Found[] = [
    {
      kind: PlaceKind.PERSON,
      eventId: 12n,
      messageEventId: 12n,
      conversationId: "bread",
      conversationTitle: "Bread in Zürich",
      snippet: "How long should my sourdough starter ferment?",
      source: "chatgpt",
      saidTime: timestampFromDate(new Date(2025, 2, 1)),
      timeGuessed: true,
    },
    { kind: PlaceKind.RECORD, record: "claude.document", eventId: 31n, snippet: "The sourdough handbook: feed it twice a day, and the plunderfish once", source: "claude" },
  ];
  asked: string[] = [];
  fails = false;
  /** Holds the answer to these words back. */
  held = new Map<string, Promise<void>>();

  constructor(private readonly mesh: FakeMesh) {}

  serve(router: ConnectRouter): void {
    router.service(SearchService, {
      search: async ({ text }) => {
        this.asked.push(text);
        await this.held.get(text);
        if (this.fails) throw refused("NOT_READY", "The mind is reading its ledger.", Code.FailedPrecondition);
        const places = this.all().flatMap((place) => marked(place, text));
        return { places, foundCount: places.length };
      },
    });
  }

  private all(): Found[] {
    const garden = { conversationId: "garden", conversationTitle: this.mesh.title, onShownBranch: true };
    return [
      { ...garden, kind: PlaceKind.TITLE, snippet: this.mesh.title },
      ...this.mesh.messages.map((message) => ({
        ...garden,
        kind: message.fromPerson ? PlaceKind.PERSON : PlaceKind.ANSWER,
        eventId: message.eventId,
        messageEventId: message.eventId,
        snippet: message.text.slice(0, 160),
        ...(message.createTime ? { saidTime: message.createTime } : {}),
      })),
      ...this.others,
    ];
  }
}

function marked(place: Found, text: string): Found[] {
  const start = place.snippet.toLowerCase().indexOf(text.trim().toLowerCase());
  return start < 0 ? [] : [{ ...place, matches: [{ $typeName: "pmm.mind.v1.MatchedRange", start, end: start + text.trim().length }] }];
}
