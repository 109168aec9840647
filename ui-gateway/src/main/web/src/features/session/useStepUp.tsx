import { type DescMethod, type Message, toBinary } from "@bufbuild/protobuf";
import { type CallOptions, Code, ConnectError } from "@connectrpc/connect";
import { type SubmitEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useClient } from "../../common/api";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { SessionService } from "../../gen/pmm/ui/v1/ui_pb";
import "./words";

/** What is confirmed is exactly these requests, so `run` sends those. */
interface GraveAct {
  method: DescMethod;
  requests: [Message, ...Message[]];
  title: string;
  consequence: string;
  run(options: CallOptions): Promise<unknown>;
}

/** The gateway forgets a question after two minutes. */
const VALID_MS = 110_000;

/** Asks for the mind's name before an act that could not be taken back lightly. */
export function useStepUp(mindName: string): { ask(act: GraveAct): void; dialog: ReactNode } {
  const [act, setAct] = useState<GraveAct>();
  return {
    ask: setAct,
    dialog: act && <StepUpDialog act={act} mindName={mindName || "pmm"} close={() => setAct(undefined)} />,
  };
}

function StepUpDialog({ act, mindName, close }: { act: GraveAct; mindName: string; close(): void }) {
  const sessions = useClient(SessionService);
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const question = useRef<{ id: Promise<string>; at: number }>(undefined);

  function begin(): Promise<string> {
    if (!question.current || Date.now() - question.current.at > VALID_MS) {
      const method = `${act.method.parent.typeName}/${act.method.name}`;
      const [request, ...furtherRequests] = act.requests.map((each) => toBinary(act.method.input, each));
      const begun = sessions.beginStepUp({ method, request: request!, furtherRequests });
      question.current = { id: begun.then((response) => response.stepUpId), at: Date.now() };
    }
    return question.current.id;
  }

  // Asked as soon as it is shown, so that a terminal can answer it.
  useEffect(() => {
    begin().catch(() => (question.current = undefined));
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  async function confirm(event: SubmitEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      const stepUpId = await begin();
      if (typed.trim() !== "") await sessions.confirmStepUp({ stepUpId, mindName: typed.trim() });
      await act.run({ headers: { "pmm-step-up": stepUpId } });
      close();
    } catch (error) {
      const { code } = ConnectError.from(error);
      if (code === Code.FailedPrecondition && typed.trim() === "") setProblem(t("stepup.unconfirmed"));
      else if (code === Code.InvalidArgument || code === Code.PermissionDenied) setProblem(t("stepup.wrong", { name: mindName }));
      else {
        question.current = undefined;
        setProblem(sentence(error));
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog" role="alertdialog">
          <Heading slot="title">{act.title}</Heading>
          <form onSubmit={(event) => void confirm(event)}>
            <p>{act.consequence}</p>
            <label className="field">
              <span>{t("stepup.type", { name: mindName })}</span>
              <input
                autoFocus
                autoComplete="off"
                spellCheck={false}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                aria-describedby={problem ? "step-up-problem" : undefined}
              />
            </label>
            <p className="small quiet">
              {t("stepup.terminal")} <code>pmm confirm</code>
            </p>
            {problem && (
              <p id="step-up-problem" className="problem" role="alert">
                {problem}
              </p>
            )}
            <div className="row end">
              <Button className="button plain" slot="close">
                {t("common.cancel")}
              </Button>
              <Button className="button primary" type="submit" isDisabled={busy}>
                {t("stepup.confirm")}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
