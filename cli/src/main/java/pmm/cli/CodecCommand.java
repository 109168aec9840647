package pmm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.provider.v1.Codec;
import pmm.provider.v1.ListCodecsRequest;
import pmm.provider.v1.RemoveCodecRequest;
import pmm.provider.v1.UseCodecRequest;
import pmm.provider.v1.UseCodecResponse;

/** Codecs that run as programs of their own, without network and keys. */
@Command(footer = {"  pmm codec list", "  pmm codec use python python.sock"})
final class CodecCommand {
  private static final long EXAMINATION_SECONDS = 120;

  private final Shell shell;

  CodecCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List the isolated codecs and whether they answer.",
      footer = {"  pmm codec list", "  pmm codec list --json"})
  int list(@Option(names = "--json", description = "Print one JSON document.") boolean json) {
    List<Codec> codecs =
        shell
            .runningMesh()
            .codecs()
            .withDeadlineAfter(EXAMINATION_SECONDS, TimeUnit.SECONDS)
            .listCodecs(ListCodecsRequest.getDefaultInstance())
            .getCodecsList();
    Screen screen = shell.screen();
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("codecs", ProtoJson.list(codecs));
      screen.json(document);
      return ExitCode.DONE;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Codec codec : codecs) {
      rows.add(
          List.of(
              codec.getCodecName(),
              ProtoJson.word(codec.getApi().getValueDescriptor()),
              Text.oneLine(codec.getSocket()),
              program(codec),
              Text.count(codec.getCalls(), "call"),
              codec.getWell() ? "well" : Text.oneLine(codec.getProblem())));
    }
    screen.table(rows);
    if (codecs.isEmpty()) {
      screen.say(
          "No isolated codecs: PMM's own speak to all models. Put one to use with: "
              + shell.commandLine("codec use NAME SOCKET"));
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "use",
      description = {
        "Put the codec at a socket under a name, or in place of the one before.",
        "It is tried with a recorded exchange first. Calls under way end on the codec that they began on."
      },
      footer = {"  pmm codec use python python.sock"})
  int use(
      @Parameters(paramLabel = "NAME", description = "The name, as models are added with.")
          String name,
      @Parameters(
              paramLabel = "SOCKET",
              description = "Its socket: FILE or FOLDER/FILE within the folder codecs of the home.")
          String socket) {
    UseCodecResponse used =
        shell
            .runningMesh()
            .codecs()
            .withDeadlineAfter(EXAMINATION_SECONDS, TimeUnit.SECONDS)
            .useCodec(
                UseCodecRequest.newBuilder()
                    .setCodecName(name)
                    .setSocket(socket)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    String what = program(used.getCodec()) + " at " + Text.oneLine(used.getCodec().getSocket());
    shell
        .screen()
        .result(
            used.getSwitched()
                ? name
                    + " is now "
                    + what
                    + " (event "
                    + used.getCodec().getSwitchEventId()
                    + "); it read a recorded exchange as it should."
                : name + " is " + what + " already; it read a recorded exchange as it should.");
    return ExitCode.DONE;
  }

  @Command(
      name = "remove",
      description = {
        "Use the codec of a name no more.",
        "Models that were added with it stay, and are not spoken to until the name is used again."
      },
      footer = {"  pmm codec remove python"})
  int remove(@Parameters(paramLabel = "NAME", description = "The name.") String name) {
    List<String> models =
        shell
            .runningMesh()
            .codecs()
            .removeCodec(
                RemoveCodecRequest.newBuilder()
                    .setCodecName(name)
                    .setRequestId(UUID.randomUUID().toString())
                    .build())
            .getModelIdsList();
    Screen screen = shell.screen();
    screen.result(name + " is in use no more.");
    if (!models.isEmpty()) {
      screen.say("Nothing speaks to these models now: " + String.join(", ", models));
    }
    return ExitCode.DONE;
  }

  private static String program(Codec codec) {
    return Text.oneLine((codec.getProgram() + " " + codec.getVersion()).strip());
  }
}
