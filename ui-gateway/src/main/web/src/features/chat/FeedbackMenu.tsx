import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { FeedbackIcon } from "../../common/icons";
import { type MessageId, t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { Feedback, type GiveFeedbackResponse, GrowthService } from "../../gen/pmm/mind/v1/growth_pb";
import { score } from "../mind/figures";
import "../mind/words";

const WORDS: [feedback: Feedback, words: MessageId, effect: MessageId][] = [
  [Feedback.KIND, "feedback.kind", "feedback.kind.effect"],
  [Feedback.HARSH, "feedback.harsh", "feedback.harsh.effect"],
  [Feedback.MORE, "feedback.more", "feedback.more.effect"],
  [Feedback.SHORTER, "feedback.shorter", "feedback.shorter.effect"],
];

/** What the person thinks of an answer: it moves the mind a little, and says by how much. */
export default function FeedbackMenu({ answerEventId, standing }: { answerEventId: bigint; standing: Feedback[] }) {
  const growth = useClient(GrowthService);
  const queries = useQueryClient();
  const give = useMutation({
    mutationFn: (word: { feedback: Feedback; withdraw: boolean }) =>
      growth.giveFeedback({ answerEventId, ...word, requestId: crypto.randomUUID() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.mind }),
  });
  // What was said before this page was opened can be taken back too, until something else is said.
  const said = give.data ? (give.variables.withdraw ? [] : [give.variables.feedback]) : standing;
  return (
    <>
      <MenuTrigger>
        <Button className="button plain square small" aria-label={t("feedback.title")} isDisabled={give.isPending}>
          <FeedbackIcon />
        </Button>
        <Popover className="popover" placement="bottom start">
          <Menu className="menu" aria-label={t("feedback.title")} onAction={(key) => give.mutate({ feedback: Number(key), withdraw: false })}>
            {WORDS.map(([feedback, words, effect]) => (
              <MenuItem key={feedback} id={feedback} className="menu-item" textValue={t(words)}>
                <span className="grow">
                  <b>{t(words)}</b>
                  <span className="tiny quiet model-detail">{t(effect)}</span>
                </span>
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      <span className="feedback-outcome small quiet" role="status">
        {give.data && outcome(give.data, give.variables.withdraw)}
        <Problem error={give.error} />
      </span>
      {said.map((feedback) => (
        <span key={feedback} className="small quiet">
          {!give.data && t(WORDS.find(([each]) => each === feedback)![1])}{" "}
          <button className="link feedback-back" onClick={() => give.mutate({ feedback, withdraw: true })}>
            {t("feedback.withdraw")}
          </button>
        </span>
      ))}
    </>
  );
}

function outcome({ steps, whyUnmoved }: GiveFeedbackResponse, withdrawn: boolean): string {
  const moved = steps.map(({ trait, before, after }) => t("feedback.moved", { trait: tCode("trait", trait, "trait.other"), before: score(before), after: score(after) }));
  return t(withdrawn ? "feedback.withdrawn" : "feedback.noted", { what: moved.join(" ") || whyUnmoved });
}
