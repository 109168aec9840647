import type { DescMethod } from "@bufbuild/protobuf";
import { type CallOptions, Code, ConnectError } from "@connectrpc/connect";
import { type SubmitEvent, type ReactNode, useState } from "react";
import { Button, Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { useClient } from "../../common/api";
import { t } from "../../common/i18n";
import { sentence } from "../../common/problem";
import { SessionService } from "../../gen/pmm/ui/v1/ui_pb";

interface GraveAct {
  method: DescMethod;
  title: string;
  consequence: string;
  run(options: CallOptions): Promise<unknown>;
}

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

  async function confirm(event: SubmitEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      const { stepUpId } = await sessions.beginStepUp({ method: `${act.method.parent.typeName}/${act.method.name}` });
      await sessions.confirmStepUp({ stepUpId, mindName: typed.trim() });
      await act.run({ headers: { "pmm-step-up": stepUpId } });
      close();
    } catch (error) {
      const wrongName = [Code.InvalidArgument, Code.PermissionDenied].includes(ConnectError.from(error).code);
      setProblem(wrongName ? t("stepup.wrong", { name: mindName }) : sentence(error));
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
            {problem && (
              <p id="step-up-problem" className="problem" role="alert">
                {problem}
              </p>
            )}
            <div className="row end">
              <Button className="button plain" slot="close">
                {t("common.cancel")}
              </Button>
              <Button className="button primary" type="submit" isDisabled={busy || typed.trim() === ""}>
                {t("stepup.confirm")}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
