import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Problem } from "../../common/Problem";
import { useClient } from "../../common/api";
import { dateOf, moment } from "../../common/format";
import { CheckIcon, DownIcon, GrowthIcon } from "../../common/icons";
import { type MessageId, t, tCode } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { GrowthService, type Step, Step_Figure } from "../../gen/pmm/mind/v1/growth_pb";
import { useSession } from "../session/SessionGate";
import { Causes } from "./Causes";
import { isSeen, valueOf } from "./figures";

const PAGE = 8;

const VIEWS: { id: string; words: MessageId; figures: Step_Figure[] }[] = [
  { id: "traits", words: "history.traits", figures: [Step_Figure.TRAIT] },
  { id: "self", words: "tile.self", figures: [Step_Figure.IAS] },
  { id: "growing", words: "tile.growing", figures: [Step_Figure.GAS] },
  { id: "stage", words: "history.stage", figures: [Step_Figure.STAGE] },
];

/** Each step that a figure took, newest first, with the events that caused it. */
export function History() {
  const growth = useClient(GrowthService);
  const { ready } = useSession();
  const [shown, setShown] = useState(VIEWS[0]!);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: keys.steps(shown.figures),
    queryFn: ({ pageParam, signal }) => growth.listSteps({ figures: shown.figures, pageSize: PAGE, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextPageToken || undefined,
    enabled: ready,
  });
  const steps = data?.pages.flatMap((page) => page.steps).filter(isSeen);
  return (
    <section className="card" aria-labelledby="history-title">
      <div className="card-head">
        <h2 id="history-title">
          <GrowthIcon />
          {t("history.title")}
        </h2>
        <MenuTrigger>
          <Button className="button small" aria-label={t("history.pick", { shown: t(shown.words) })}>
            {t(shown.words)}
            <DownIcon />
          </Button>
          <Popover className="popover narrow" placement="bottom end">
            <Menu
              className="menu"
              aria-label={t("history.menu")}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[shown.id]}
              onAction={(key) => setShown(VIEWS.find((view) => view.id === key)!)}
            >
              {VIEWS.map((view) => (
                <MenuItem key={view.id} id={view.id} className="menu-item" textValue={t(view.words)}>
                  {({ isSelected }) => (
                    <>
                      <span className="grow">{t(view.words)}</span>
                      {isSelected && <CheckIcon />}
                    </>
                  )}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      </div>
      <Problem error={error} />
      {steps?.length === 0 && <p className="quiet">{t("history.none")}</p>}
      {!steps && !error && <p className="quiet">{t("history.loading")}</p>}
      <ol className="plain-list steps">
        {steps?.map((step) => (
          <StepRow key={`${step.eventId} ${step.trait} ${step.figure}`} step={step} />
        ))}
      </ol>
      {hasNextPage && (
        <button className="button plain small" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("list.more")}
        </button>
      )}
    </section>
  );
}

function StepRow({ step }: { step: Step }) {
  return (
    <li>
      <div className="grow">
        <p className="step-head">
          <b>{step.figure === Step_Figure.TRAIT ? tCode("trait", step.trait, "trait.other") : t(FIGURE[step.figure])}</b>
          <span className={step.after >= step.before ? "chip green tabular" : "chip amber tabular"}>
            {t(step.after >= step.before ? "history.up" : "history.down", { before: valueOf(step, step.before), after: valueOf(step, step.after) })}
          </span>
        </p>
        <p className="small">{tCode("reason", step.reason, "reason.other")}</p>
        <p className="tiny quiet">
          {moment(dateOf(step.createTime))} · <Causes eventIds={step.causeEventIds} />
        </p>
      </div>
    </li>
  );
}

const FIGURE: Record<Step_Figure, MessageId> = {
  [Step_Figure.UNSPECIFIED]: "reason.other",
  [Step_Figure.TRAIT]: "history.traits",
  [Step_Figure.IAS]: "tile.self",
  [Step_Figure.GAS]: "tile.growing",
  [Step_Figure.STAGE]: "history.stage",
};
