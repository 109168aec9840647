package pmm.mind.importing;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import pmm.mind.archive.Archive;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchivedCharacter;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedItem;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.ItemSink;
import pmm.mind.contract.MindReason;
import pmm.mind.ledger.Events;
import pmm.mind.ledger.History;
import pmm.mind.ledger.Ledger;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.ledger.Pause;
import pmm.mind.ledger.RequestIds;
import pmm.mind.v1.ImportPhase;
import pmm.mind.v1.ImportReport;
import pmm.rpc.Problem;

/** Takes an archive in, one at a time. */
final class Importer {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final int SHOWS = 3_000;

  /** A request is asked for again soon, or never. */
  private static final int LATEST = 50;

  private final Ledger ledger;
  private final History history;
  private final MindKeeper keeper;
  private final int appendBytes;
  private final AtomicBoolean busy = new AtomicBoolean();

  Importer(Ledger ledger, History history, MindKeeper keeper) {
    this(ledger, history, keeper, Batch.MOST_BYTES);
  }

  /**
   * An importer.
   *
   * @param appendBytes an append is ended before it is longer
   */
  Importer(Ledger ledger, History history, MindKeeper keeper, int appendBytes) {
    this.appendBytes = appendBytes;
    this.ledger = ledger;
    this.history = history;
    this.keeper = keeper;
  }

  /** What is to be done. */
  record Wish(
      Uploads.Whole archive, String requestId, String actor, Choice choice, boolean withFiles) {}

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
    return before.isPresent()
        ? before.get()
        : alone(() -> keeper.growing(() -> runAlone(wish, cancelled, progress)));
  }

  /**
   * An archive at a time, as what is being read of one may take much of the memory there is; and
   * none while another mind comes in, which it would go on into.
   *
   * @throws Problem IMPORT_UNDER_WAY
   */
  <T> T alone(Supplier<T> work) {
    if (!busy.compareAndSet(false, true)) {
      throw new Problem(
          MindReason.IMPORT_UNDER_WAY, "Another archive is being read; try again afterwards.");
    }
    try {
      return work.get();
    } finally {
      busy.set(false);
    }
  }

  private ImportReport runAlone(Wish wish, BooleanSupplier cancelled, Consumer<Progress> progress) {
    progress.accept(Progress.COMPARING);
    Taken taken = Taken.read(history);
    String sha = wish.archive().sha256();
    FirstPart before = taken.cutShort(sha).orElse(FirstPart.NONE);
    String importId =
        before.isNone() ? RequestIds.derive(wish.requestId(), "import") : before.importId();
    Appends appends =
        new Appends(
            ledger,
            keeper,
            () -> {
              progress.accept(Progress.SNAPSHOT);
              ledger.createSnapshot();
            });
    try (Archive archive = Archive.open(wish.archive().file(), wish.archive().name());
        Batch batch =
            new Batch(appends, new Origin(archive.format().id(), sha, importId), appendBytes)) {
      Recall recall = new Recall(batch, taken);
      Tally tally = new Tally(wish.withFiles());
      Intake intake =
          new Intake(
              recall,
              before,
              this::isWanted,
              wish.choice(),
              tally,
              new ArchiveWriter(
                  batch,
                  taken,
                  recall,
                  wish.withFiles(),
                  appends::mind,
                  tally::unread,
                  Finds.UNTOLD),
              (conversations, messages) -> {
                stopIf(cancelled);
                progress.accept(
                    new Progress(
                        ImportPhase.IMPORT_PHASE_IMPORTING,
                        archive.position(),
                        archive.size(),
                        conversations,
                        messages,
                        batch.added()));
              });
      boolean stopped = read(archive, batch, intake, cancelled, progress);
      batch.flush();
      ImportReport report =
          writtenBy(archive, tally.report())
              .setImportId(importId)
              .setArchiveSha256(sha)
              .setArchiveBytes(wish.archive().size())
              .setAddedEventCount(before.eventCount() + batch.added())
              .setFirstEventId(before.isNone() ? batch.firstEventId() : before.firstEventId())
              .setCancelled(stopped)
              .setResumed(!before.isNone())
              .setPartial(wish.choice().isPartial())
              .build();
      return report.getAddedEventCount() > 0
          ? store(report, wish, cancelled, progress)
          : report.toBuilder().clearImportId().build();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Looks whether it is whole before anything of it is stored: a damaged archive changes nothing.
   *
   * @return whether it was stopped
   */
  private static boolean read(
      Archive archive,
      Batch batch,
      Intake intake,
      BooleanSupplier cancelled,
      Consumer<Progress> progress)
      throws IOException {
    try {
      archive.check(
          new ItemSink() {
            @Override
            public void take(ArchivedItem item) {}

            @Override
            public void progress() throws Stopped {
              stopIf(cancelled);
              progress.accept(
                  Progress.reading(
                      ImportPhase.IMPORT_PHASE_CHECKING, archive.position(), archive.size()));
            }
          });
      Ahead.read(archive, eachOfItsFormat(archive, batch, intake));
      intake.end(archive.otherFiles());
      return false;
    } catch (Stopped e) {
      return true;
    }
  }

  private static ImportReport.Builder writtenBy(Archive archive, ImportReport.Builder report) {
    return Reports.writtenBy(archive.formats().stream().map(Format::id).toList(), report);
  }

  /** Each item is taken as one of the program that wrote its file. */
  private static ItemSink eachOfItsFormat(Archive archive, Batch batch, ItemSink intake) {
    return new ItemSink() {
      @Override
      public void take(ArchivedItem item) throws IOException {
        batch.isOf(archive.format(item.place()));
        intake.take(item);
      }

      @Override
      public void progress() throws IOException {
        intake.progress();
      }
    };
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
            ImportPhase.IMPORT_PHASE_SETTLING,
            0,
            0,
            report.getFound().getConversations(),
            report.getFound().getMessages(),
            report.getAddedEventCount()));
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
  ImportReport dryRun(Uploads.Whole archive, Consumer<Progress> progress, Finds finds) {
    return alone(() -> look(archive, progress, finds));
  }

  private ImportReport look(Uploads.Whole archive, Consumer<Progress> progress, Finds finds) {
    progress.accept(Progress.COMPARING);
    Taken taken = Taken.read(history);
    try (Archive opened = Archive.open(archive.file(), archive.name());
        Batch batch =
            new Batch(
                Appends.nowhere(),
                new Origin(opened.format().id(), archive.sha256(), ""),
                appendBytes)) {
      Tally tally = new Tally(true);
      Recall recall = new Recall(batch, taken);
      Intake intake =
          new Intake(
              recall,
              FirstPart.NONE,
              this::isWanted,
              Choice.ALL,
              tally,
              new ArchiveWriter(batch, taken, recall, false, keeper::state, tally::unread, finds),
              (conversations, messages) ->
                  progress.accept(
                      new Progress(
                          ImportPhase.IMPORT_PHASE_READING,
                          opened.position(),
                          opened.size(),
                          conversations,
                          messages,
                          0)));
      Ahead.read(opened, eachOfItsFormat(opened, batch, intake));
      intake.end(opened.otherFiles());
      return writtenBy(opened, tally.report())
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

  /** Is told what a dry run finds, beside its figures. */
  interface Finds {
    /** Nobody is told. */
    Finds UNTOLD =
        new Finds() {
          @Override
          public void talk(FoundTalk talk) {}

          @Override
          public void character(ArchivedCharacter card, boolean isNew) {}
        };

    void talk(FoundTalk talk);

    void character(ArchivedCharacter card, boolean isNew);
  }

  /** Returns the report that a run of this request has left in the ledger. */
  Optional<ImportReport> reported(String requestId) {
    return ledger.latest(List.of("imported"), LATEST).stream()
        .filter(event -> Events.meta(event).path("request_id").asText().equals(requestId))
        .map(Reports::of)
        .findFirst();
  }

  private static Problem unreadable(IOException e) {
    String why = e.getMessage() == null ? e.toString() : e.getMessage();
    String reason = e instanceof ArchiveException refused ? refused.reason().name() : "DAMAGED";
    return new Problem(MindReason.ARCHIVE_UNREADABLE, why, Map.of("why", reason));
  }
}
