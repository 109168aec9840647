package pmm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import pmm.ledger.v1.ExportLedgerRequest;
import pmm.ledger.v1.ExportLedgerResponse;
import pmm.mindfile.JsonlExporter;

/** The whole mind as JSON lines, from the ledger, or from the file itself where nothing runs. */
record LedgerLines(Shell shell) implements WholeFile.Content {
  private static final String WHAT = "Exporting";

  @Override
  public long write(OutputStream stream) throws IOException {
    Screen screen = shell.screen();
    long events = 0;
    if (shell.reachesServices()) {
      Iterator<ExportLedgerResponse> parts =
          shell.mesh().ledger().exportLedger(ExportLedgerRequest.getDefaultInstance());
      while (parts.hasNext()) {
        ExportLedgerResponse part = parts.next();
        part.getJsonl().writeTo(stream);
        events = part.getEventCount();
        screen.progress(WHAT, events, part.getTotalEventCount());
      }
    } else {
      Path file = MindArgument.own(shell);
      if (!Files.exists(file)) {
        throw StoredEvents.nothing(shell);
      }
      events =
          JsonlExporter.export(file, stream, (done, total) -> screen.progress(WHAT, done, total));
    }
    screen.clearProgress();
    return events;
  }
}
