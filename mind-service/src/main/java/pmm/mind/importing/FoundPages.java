package pmm.mind.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.contract.Requests;
import pmm.mind.v1.DryRunResponse;
import pmm.mind.v1.FoundCharacter;
import pmm.mind.v1.FoundCharacters;
import pmm.mind.v1.FoundConversation;
import pmm.mind.v1.FoundConversations;
import pmm.mindstate.Words;

/** Sends what a dry run finds, a page at a time. */
final class FoundPages implements Importer.Finds {
  private static final int PAGE = 200;
  private static final int STEERING = 4_000;
  private static final int WARNING = 300;
  private static final int MOST_WARNINGS = 20;

  private final Consumer<DryRunResponse> sender;
  private final List<FoundConversation> talks = new ArrayList<>();
  private final List<FoundCharacter> characters = new ArrayList<>();

  FoundPages(Consumer<DryRunResponse> sender) {
    this.sender = sender;
  }

  @Override
  public void talk(Importer.FoundTalk talk) {
    talks.add(view(talk));
    if (talks.size() == PAGE) {
      sendTalks();
    }
  }

  @Override
  public void character(ArchivedCharacter card, boolean isNew) {
    characters.add(view(card, isNew));
    if (characters.size() == PAGE) {
      sendCharacters();
    }
  }

  /** Sends what is left. */
  void end() {
    if (!talks.isEmpty()) {
      sendTalks();
    }
    if (!characters.isEmpty()) {
      sendCharacters();
    }
  }

  private void sendTalks() {
    sender.accept(
        DryRunResponse.newBuilder()
            .setConversations(FoundConversations.newBuilder().addAllConversations(talks))
            .build());
    talks.clear();
  }

  private void sendCharacters() {
    sender.accept(
        DryRunResponse.newBuilder()
            .setCharacters(FoundCharacters.newBuilder().addAllCharacters(characters))
            .build());
    characters.clear();
  }

  private static FoundConversation view(Importer.FoundTalk found) {
    ArchivedConversation talk = found.talk();
    FoundConversation.Builder view =
        FoundConversation.newBuilder()
            .setOriginalId(talk.originalId())
            .setTitle(Mended.text(talk.title()))
            .setMessageCount(found.counted().messages())
            .setNewMessageCount(found.counted().newMessages())
            .setAttachmentBytes(found.counted().fileBytes())
            .setConversationId(found.conversationId())
            .setInferred(talk.inferred());
    talk.began()
        .micros()
        .ifPresent(micros -> view.setCreateTime(Requests.timestamp(Math.floorDiv(micros, 1000L))));
    return view.build();
  }

  private static FoundCharacter view(ArchivedCharacter card, boolean isNew) {
    String steering =
        Stream.of(card.systemPrompt(), card.afterHistory())
            .filter(words -> !words.isBlank())
            .collect(Collectors.joining("\n\n"));
    return FoundCharacter.newBuilder()
        .setName(Words.first(card.name(), WARNING))
        .addAllWarnings(
            card.warnings().stream()
                .limit(MOST_WARNINGS)
                .map(warning -> Words.first(warning, WARNING))
                .toList())
        .setSteeringText(Words.first(steering, STEERING))
        .setIsNew(isNew)
        .build();
  }
}
