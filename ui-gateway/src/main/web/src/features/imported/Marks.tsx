import { WarnIcon } from "../../common/icons";
import { tCode } from "../../common/i18n";
import "./words";

/** What is odd about a message: where its file was changed, branches or has a gap. */
export default function Marks({ marks }: { marks: string[] }) {
  return marks.map((mark) => (
    <span className="chip amber mark" key={mark}>
      <WarnIcon />
      {tCode("imported.mark", mark, "imported.mark.other")}
    </span>
  ));
}
