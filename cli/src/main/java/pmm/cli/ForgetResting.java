package pmm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.Event;
import pmm.mindfile.EventPage;
import pmm.mindfile.EventQuery;
import pmm.mindfile.ForgetRequest;
import pmm.mindfile.ForgetResult;
import pmm.mindfile.Forgetting;
import pmm.mindfile.MindFile;
import pmm.mindfile.Options;
import pmm.mindfile.SearchIndex;
import pmm.mindstate.Mentions;
import pmm.mindstate.StateEvent;

/** Forgets in the file itself, which nothing else has open meanwhile. */
final class ForgetResting implements ForgetPlace {
  private static final int PAGE = 500;
  private static final String ACTOR = "command line";

  private final MindFile mind;

  ForgetResting(Path home) {
    if (!Files.exists(home.resolve("mind.db"))) {
      throw Failure.notSo(
          "There is nothing to forget in " + home + ": the mind begins with the first message");
    }
    mind = MindFile.open(home, Options.defaults());
  }

  @Override
  public Shown event(long id) {
    Event event =
        mind.get(id)
            .orElseThrow(() ->
                Failure.notSo(
                    "There is no event "
                        + id
                        + " (1 to "
                        + mind.head().map(head -> head.id()).orElse(0L)
                        + ")"));
    return shown(event.id(), event.kind(), event.content());
  }

  private static Shown shown(long id, String kind, @Nullable String content) {
    return new Shown(id, kind, content == null ? "" : content, content != null);
  }

  @Override
  public List<Long> ofConversation(String id) {
    List<Long> found = new ArrayList<>();
    each(event -> {
      if (event.content() != null && event.text("conversation_id").equals(id)) {
        found.add(event.id());
      }
    });
    return found;
  }

  @Override
  public Found mentions(List<Long> ids) {
    List<StateEvent> named =
        ids.stream().flatMap(id -> mind.get(id).stream()).map(ForgetResting::state).toList();
    Mentions.Found found = Mentions.find(named, this::each);
    List<Mention> all =
        Stream.concat(found.mentions().stream(), found.given().stream())
            .map(mention ->
                new Mention(
                    event(mention.event().id()),
                    mention.relation().name().toLowerCase(Locale.ROOT),
                    mention.ofEventId()))
            .toList();
    return new Found(all, found.givenCount(), false);
  }

  private void each(Consumer<StateEvent> reader) {
    long after = 0;
    EventPage page;
    do {
      page = mind.list(EventQuery.after(after, PAGE));
      for (Event event : page.events()) {
        reader.accept(state(event));
        after = event.id();
      }
    } while (page.more());
  }

  private static StateEvent state(Event event) {
    return StateEvent.of(event.id(), event.tsMs(), event.kind(), event.content(), event.meta());
  }

  @Override
  public Done forget(List<Long> ids, boolean withMeta) {
    try (SearchIndex index = SearchIndex.open(mind)) {
      ForgetResult done =
          new Forgetting(mind, index).forget(new ForgetRequest(ids, withMeta, ACTOR, null));
      return new Done(
          done.redactionEventId(),
          done.contents(),
          done.metas(),
          done.pending(),
          done.unreachable());
    }
  }

  @Override
  public void close() {
    mind.close();
  }
}
