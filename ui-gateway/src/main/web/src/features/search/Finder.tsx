import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import {
  Autocomplete,
  Button,
  Collection,
  Dialog,
  Header,
  Input,
  type Key,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Modal,
  ModalOverlay,
  SearchField,
} from "react-aria-components";
import { useClient } from "../../common/api";
import { CloseIcon, FindIcon } from "../../common/icons";
import { number } from "../../common/format";
import { t } from "../../common/i18n";
import { keys } from "../../common/mesh";
import { sentence } from "../../common/problem";
import { go } from "../../common/route";
import { ConversationService } from "../../gen/pmm/mind/v1/mind_pb";
import type { Place, SearchResponse } from "../../gen/pmm/mind/v1/search_pb";
import { type Command, commandsFor } from "./commands";
import { about, isTitle, keyOf, pieces } from "./places";
import { useSearch } from "./useSearch";
import "./search.css";
import "./words";

/** Finds a place in any talk, a conversation or a screen, as one types. */
export default function Finder({ close, showEvent }: { close(): void; showEvent(eventId: bigint): void }) {
  const [typed, setTyped] = useState("");
  const { found, error, waiting } = useSearch(typed);
  const jump = useJump(close, showEvent);
  const commands = commandsFor(typed);
  const places = found?.places ?? [];
  const titles = places.filter(isTitle);
  const others = places.filter((place) => !isTitle(place));

  function chosen(key: Key) {
    const command = commands.find(({ id }) => id === key);
    const place = places.find((each) => keyOf(each) === key);
    if (command) {
      close();
      command.run();
    } else if (place) jump.mutate(place);
  }

  function escaped(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
  }

  const failed = jump.error ? t("find.gone", { why: sentence(jump.error) }) : error ? sentence(error) : "";
  return (
    <ModalOverlay className="overlay finder-overlay" isOpen isDismissable onOpenChange={(open) => !open && close()}>
      <Modal className="modal finder">
        <Dialog className="finder-dialog" aria-label={t("find.label")}>
          {/* Escape closes at once: by itself the field would only be emptied by it. */}
          <div className="finder-keys" onKeyDownCapture={escaped}>
            <Autocomplete inputValue={typed} onInputChange={setTyped}>
              <SearchField className="finder-field" aria-label={t("find.label")} autoFocus>
                <FindIcon />
                <Input role="combobox" aria-expanded aria-haspopup="listbox" placeholder={t("find.placeholder")} maxLength={500} />
                <Button slot={null} className="button plain square small" aria-label={t("common.close")} onPress={close}>
                  <CloseIcon />
                </Button>
              </SearchField>
              <ListBox className="finder-list" aria-label={t("find.results")} selectionMode="none" onAction={chosen}>
                <Section id="conversations" name={t("find.conversations")} items={titles}>
                  {(place) => <PlaceItem place={place} />}
                </Section>
                <Section id="messages" name={t("find.messages")} items={others}>
                  {(place) => <PlaceItem place={place} />}
                </Section>
                <CommandSection commands={commands} />
              </ListBox>
            </Autocomplete>
            {!failed && found && !waiting && places.length + commands.length === 0 && (
              <p className="finder-empty quiet" aria-hidden="true">
                {t("find.nothing")}
              </p>
            )}
            {failed && (
              <p className="problem" role="alert">
                {failed}
              </p>
            )}
            <p className="finder-foot tiny quiet">
              <span role="status">{failed ? "" : standing(typed, found, waiting)}</span>
              <span className="phone-hidden">{t("find.keys")}</span>
            </p>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function Section({ id, name, items, children }: { id: string; name: string; items: Place[]; children(place: Place): React.ReactElement }) {
  if (items.length === 0) return null;
  return (
    <ListBoxSection id={id}>
      <Header className="tiny quiet">{name}</Header>
      <Collection items={items.map((place) => ({ id: keyOf(place), place }))}>{({ place }) => children(place)}</Collection>
    </ListBoxSection>
  );
}

function PlaceItem({ place }: { place: Place }) {
  const title = place.conversationId ? place.conversationTitle || t("find.untitled") : t("find.in.none");
  const passage = <Passage place={place} />;
  return (
    <ListBoxItem id={keyOf(place)} className="found" textValue={`${title} ${place.snippet}`}>
      <span className="found-head">
        <b>{isTitle(place) ? passage : title}</b>
        <span className="tiny quiet">{about(place)}</span>
      </span>
      {!isTitle(place) && <span className="found-passage small">{passage}</span>}
    </ListBoxItem>
  );
}

function Passage({ place }: { place: Place }) {
  return pieces(place).map((piece, index) => (piece.matches ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>));
}

function CommandSection({ commands }: { commands: Command[] }) {
  if (commands.length === 0) return null;
  return (
    <ListBoxSection id="commands">
      <Header className="tiny quiet">{t("find.goto")}</Header>
      <Collection items={commands}>
        {(command) => (
          <ListBoxItem id={command.id} className="found command" textValue={t(command.id)}>
            <span>{t(command.id)}</span>
            <kbd aria-hidden="true">{command.keys}</kbd>
          </ListBoxItem>
        )}
      </Collection>
    </ListBoxSection>
  );
}

/** How far the search is, in one line. */
function standing(typed: string, found: SearchResponse | undefined, waiting: boolean): string {
  if (!typed.trim()) return t("find.hint");
  if (!found) return waiting ? t("find.searching") : "";
  const shown = found.places.length;
  const count = number(found.foundCount);
  if (shown === 0) return waiting ? t("find.searching") : t("find.nothing");
  if (found.loose) return t("find.loose");
  if (found.moreThanFound) return t("find.best.more", { shown, count });
  return found.nextPageToken ? t("find.best", { shown, count }) : t("find.count", { count: found.foundCount });
}

/** Goes to where a place is shown: to its message, on its branch; what stands in no talk is shown as an event. */
function useJump(close: () => void, showEvent: (eventId: bigint) => void) {
  const conversations = useClient(ConversationService);
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ conversationId, messageEventId: eventId, onShownBranch }: Place) => {
      if (eventId === 0n || onShownBranch) return;
      await conversations.selectBranch({ conversationId, eventId, requestId: crypto.randomUUID() });
      await queries.invalidateQueries({ queryKey: keys.conversation(conversationId) });
    },
    onSuccess: (_, place) => {
      close();
      const { conversationId, messageEventId: eventId } = place;
      if (conversationId && (isTitle(place) || eventId > 0n)) afterClosing(() => go({ screen: "chat", conversationId, eventId }));
      else showEvent(place.eventId);
    },
  });
}

/** A dialog that closes gives the focus back in the next frame; where one lands it has to stay. */
function afterClosing(act: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(act));
}
