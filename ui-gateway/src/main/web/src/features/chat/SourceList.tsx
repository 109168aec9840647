import { dateOf, day, number } from "../../common/format";
import { ShieldIcon } from "../../common/icons";
import { type MessageId, t, tCode } from "../../common/i18n";
import type { Source } from "../../gen/pmm/mind/v1/mind_pb";

/** What was said elsewhere was not said by this mind. */
function speakerOf({ fromPerson, imported }: Source): MessageId {
  if (imported) return fromPerson ? "source.you.elsewhere" : "source.elsewhere";
  return fromPerson ? "source.you" : "source.mind";
}

/** Where the words came from; "verified" is said only of what the last full verification covered. */
export function SourceList({ sources, verifiedAt }: { sources: Source[]; verifiedAt: Date | undefined }) {
  return (
    <ol className="sources">
      {sources.map((source, index) => {
        const at = dateOf(source.createTime);
        const verified = verifiedAt !== undefined && at <= verifiedAt;
        return (
          <li key={`${source.section} ${source.eventId}`}>
            <span className={source.section === "commitment" ? "source-mark green" : "source-mark"} aria-hidden="true">
              {source.section === "commitment" ? t("source.mark.promise") : index + 1}
            </span>
            <div>
              <p dir="auto">{t("note.words", { text: source.text })}</p>
              <p className="tiny quiet">
                {[tCode("source", source.section, "source.other"), t(speakerOf(source)), day(at)].join(" · ")}
                {source.score > 0 && ` · ${t("source.score", { score: number(source.score, 2) })}`}
                {" · "}
                <span className={verified ? "seal-mark good" : "seal-mark"}>
                  <ShieldIcon />
                  {t(verified ? "source.verified" : "source.event", { id: number(source.eventId) })}
                </span>
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
