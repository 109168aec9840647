package pmm.mind.importing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import pmm.mind.archive.Archive;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.contract.MindReason;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Pause;
import pmm.mind.ledger.RequestIds;
import pmm.mind.v1.ImportReport;
import pmm.rpc.Problem;

/** Takes an archive in, one at a time. */
final class Importer {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int SHOWS = 3_000;

  private final Ledger ledger;
  private final History history;
  private final MindKeeper keeper;
  private final AtomicBoolean running = new AtomicBoolean();

  Importer(Ledger ledger, History history, MindKeeper keeper) {
    this.ledger = ledger;
    this.history = history;
    this.keeper = keeper;
  }

  /**
   * What is to be done.
   *
   * @param originalIds the conversations; empty for everything
   */
  record Wish(
      Uploads.Whole archive,
      String requestId,
      String actor,
      Set<String> originalIds,
      boolean withFiles) {}

  /** How far it has come. */
  record Progress(long conversations, long messages, long addedEvents, String doing) {}

  /** Ends the reading of an archive. */
  private static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Takes an archive in. What is there already is not taken again; what was taken in before it was
   * cancelled stays.
   *
   * @param cancelled is asked again and again
   */
  ImportReport run(Wish wish, BooleanSupplier cancelled, Consumer<Progress> progress) {
    Optional<ImportReport> before = reported(wish.requestId());
    if (before.isPresent()) {
      return before.get();
    }
    if (!running.compareAndSet(false, true)) {
      throw new Problem(
          MindReason.IMPORT_UNDER_WAY, "Another archive is being taken in; try again afterwards.");
    }
    try {
      return runAlone(wish, cancelled, progress);
    } finally {
      running.set(false);
    }
  }

  private ImportReport runAlone(Wish wish, BooleanSupplier cancelled, Consumer<Progress> progress) {
    progress.accept(new Progress(0, 0, 0, "Reading what is here already"));
    Taken taken = Taken.read(history);
    String sha = wish.archive().sha256();
    Optional<String> cutShort = taken.cutShort(sha);
    String importId = cutShort.orElse(RequestIds.derive(wish.requestId(), "import"));
    try (Archive archive = Archive.open(wish.archive().file())) {
      Origin origin = new Origin(archive.format().id(), sha, importId);
      Runnable snapshot =
          () -> {
            progress.accept(new Progress(0, 0, 0, "Making a snapshot"));
            ledger.createSnapshot();
          };
      Batch batch = new Batch(ledger, origin, snapshot);
      Tally tally = new Tally(wish.withFiles());
      Intake intake =
          new Intake(
              origin.format(),
              taken.known(),
              this::isWanted,
              wish.originalIds(),
              tally,
              new Writing(batch, origin, taken.known(), wish.withFiles()),
              (conversations, messages) -> {
                stopIf(cancelled);
                progress.accept(new Progress(conversations, messages, batch.added(), "Importing"));
              });
      boolean stopped = read(archive, intake, cancelled, progress);
      batch.flush();
      ImportReport report =
          tally
              .report()
              .setImportId(importId)
              .setFormat(origin.format())
              .setFormatTitle(archive.format().title())
              .setArchiveSha256(sha)
              .setArchiveBytes(wish.archive().size())
              .setAddedEventCount(batch.added())
              .setFirstEventId(batch.firstEventId())
              .setCancelled(stopped)
              .setResumed(cutShort.isPresent())
              .setPartial(!wish.originalIds().isEmpty())
              .build();
      return batch.added() > 0 || cutShort.isPresent()
          ? store(report, wish, cancelled, progress)
          : report.toBuilder().clearImportId().build();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads it all before anything of it is stored: a damaged archive changes nothing.
   *
   * @return whether it was stopped
   */
  private static boolean read(
      Archive archive, Intake intake, BooleanSupplier cancelled, Consumer<Progress> progress)
      throws IOException {
    try {
      archive.read(item -> {
        stopIf(cancelled);
        progress.accept(new Progress(0, 0, 0, "Checking the archive"));
      });
      archive.read(intake);
      intake.end();
      return false;
    } catch (Stopped e) {
      return true;
    }
  }

  private static void stopIf(BooleanSupplier cancelled) throws Stopped {
    if (cancelled.getAsBoolean()) {
      throw new Stopped();
    }
  }

  /** What the person has decided about is not proposed again. */
  private boolean isWanted(Thing thing) {
    return thing.pieces().stream().allMatch(this::isWanted);
  }

  private boolean isWanted(Piece piece) {
    String words = piece.content();
    return words == null
        || !piece.kind().equals(Thing.MEMORY)
        || keeper.state().memories().isNew(words);
  }

  private ImportReport store(
      ImportReport report, Wish wish, BooleanSupplier cancelled, Consumer<Progress> progress) {
    ImportReport stored =
        Reports.of(
            ledger
                .append(
                    RequestIds.derive(wish.requestId(), "imported"),
                    List.of(Reports.toDraft(report, wish.requestId(), wish.actor())),
                    List.of())
                .getFirst());
    progress.accept(
        new Progress(
            report.getFound().getConversations(),
            report.getFound().getMessages(),
            report.getAddedEventCount(),
            "Taking it in"));
    // It is done once it shows; who waits no longer finds it later.
    for (int i = 0;
        i < SHOWS
            && keeper.state().through() < stored.getEventId()
            && !cancelled.getAsBoolean()
            && Pause.take(PAUSE);
        i++) {}
    return stored;
  }

  /** Reads an archive, and changes nothing. */
  ImportReport dryRun(
      Uploads.Whole archive, Consumer<Progress> progress, Consumer<FoundTalk> found) {
    progress.accept(new Progress(0, 0, 0, "Reading what is here already"));
    KeyTable known = Taken.read(history).known();
    try (Archive opened = Archive.open(archive.file())) {
      String format = opened.format().id();
      Tally tally = new Tally(true);
      opened.read(
          new Intake(
              format,
              known,
              this::isWanted,
              Set.of(),
              tally,
              new Looking(format, known, found),
              (conversations, messages) ->
                  progress.accept(new Progress(conversations, messages, 0, "Reading"))));
      return tally
          .report()
          .setFormat(format)
          .setFormatTitle(opened.format().title())
          .setArchiveSha256(archive.sha256())
          .setArchiveBytes(archive.size())
          .setName(archive.name())
          .build();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** A conversation as the dry run shows it. */
  record FoundTalk(ArchivedConversation talk, Tally.Counted counted, String conversationId) {}

  private Optional<ImportReport> reported(String requestId) {
    return ledger.latest(List.of("imported"), Imports.MOST).stream()
        .filter(event -> Events.meta(event).path("request_id").asText().equals(requestId))
        .map(Reports::of)
        .findFirst();
  }

  private static Problem unreadable(IOException e) {
    String why = e.getMessage() == null ? e.toString() : e.getMessage();
    String reason = e instanceof ArchiveException refused ? refused.reason().name() : "DAMAGED";
    return new Problem(MindReason.ARCHIVE_UNREADABLE, why, Map.of("why", reason));
  }

  /** Stores what is new. */
  private final class Writing implements Intake.Target {
    private final ThingWriter things;
    private final ConversationWriter conversations;

    private Writing(Batch batch, Origin origin, KeyTable known, boolean withFiles) {
      things =
          new ThingWriter(batch, origin, known, new FileStore(batch, origin, known, withFiles));
      conversations =
          new ConversationWriter(
              batch, origin, known, things, () -> keeper.state().conversations());
    }

    @Override
    public void conversation(ArchivedConversation talk, Tally.Counted counted) throws IOException {
      conversations.write(talk);
    }

    @Override
    public void thing(Thing thing) throws IOException {
      things.write(thing);
    }
  }

  /** Shows what is there, and remembers it so that nothing is counted as new twice. */
  private record Looking(String format, KeyTable known, Consumer<FoundTalk> found)
      implements Intake.Target {
    @Override
    public void conversation(ArchivedConversation talk, Tally.Counted counted) {
      String id = Key.conversationId(format, talk.originalId());
      found.accept(new FoundTalk(talk, counted, id));
      known.put(Key.conversation(id), 0);
      talk.nodes()
          .forEach(node -> known.put(Key.piece(id, node.originalId(), node.contentHash(), 0), 0));
    }

    @Override
    public void thing(Thing thing) {
      for (int i = 0; i < thing.pieces().size(); i++) {
        known.put(Key.piece(format, thing.originalId(), thing.contentHash(), i), 0);
      }
    }
  }
}
