import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { Button, Dialog, Heading, Menu, MenuItem, MenuTrigger, Modal, ModalOverlay, Popover } from "react-aria-components";
import { useClient } from "../../common/api";
import { MoreIcon } from "../../common/icons";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { sentence } from "../../common/problem";
import { type Conversation, ConversationService } from "../../gen/pmm/mind/v1/mind_pb";

/** What can be done with a conversation as a whole. */
export default function ConversationMenu({ conversation, title }: { conversation: Conversation; title: string }) {
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const { conversationId, archived } = conversation;
  const archive = useMutation({
    mutationFn: () => conversations.archiveConversation({ conversationId, archived: !archived, requestId: crypto.randomUUID() }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.conversations }),
  });
  return (
    <>
      <MenuTrigger>
        <Button className="button plain square small" aria-label={t("list.menu", { title })}>
          <MoreIcon />
        </Button>
        <Popover className="popover" placement="bottom end">
          <Menu className="menu" aria-label={t("list.menu", { title })}>
            <MenuItem className="menu-item" onAction={() => setRenaming(true)}>
              {t("list.rename")}
            </MenuItem>
            <MenuItem className="menu-item" onAction={() => archive.mutate()}>
              {t(archived ? "list.unarchive" : "list.archive")}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {renaming && <RenameDialog conversationId={conversationId} title={title} close={() => setRenaming(false)} />}
    </>
  );
}

function RenameDialog({ conversationId, title, close }: { conversationId: string; title: string; close(): void }) {
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  const [draft, setDraft] = useState(title);
  const rename = useMutation({
    mutationFn: () => conversations.renameConversation({ conversationId, title: draft.trim(), requestId: crypto.randomUUID() }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.conversations });
      close();
    },
  });
  function submit(event: SubmitEvent) {
    event.preventDefault();
    rename.mutate();
  }
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{t("list.rename")}</Heading>
          <form onSubmit={submit}>
            <label className="field">
              <span>{t("list.rename.label")}</span>
              <input autoFocus maxLength={200} value={draft} onChange={(event) => setDraft(event.target.value)} />
            </label>
            {rename.error && (
              <p className="problem" role="alert">
                {sentence(rename.error)}
              </p>
            )}
            <div className="row end">
              <Button className="button plain" slot="close">
                {t("common.cancel")}
              </Button>
              <Button className="button primary" type="submit" isDisabled={draft.trim() === "" || rename.isPending}>
                {t("common.save")}
              </Button>
            </div>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
