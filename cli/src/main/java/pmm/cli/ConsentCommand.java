package pmm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.provider.v1.Consent;
import pmm.provider.v1.GrantStandingConsentRequest;
import pmm.provider.v1.ListConsentsRequest;
import pmm.provider.v1.ListConsentsResponse;
import pmm.provider.v1.RevokeConsentRequest;

/** What may leave this device, by whose word. Each answer is an event. */
@Command(
    footer = {
      "  pmm consent list",
      "  pmm consent grant api.openai.com",
      "  pmm consent revoke 57"
    })
final class ConsentCommand {
  private static final List<String> PURPOSES =
      List.of("chat", "reflection", "summary", "identity_check", "compare", "test", "list", "pull");

  private static final List<String> DATA_CLASSES =
      List.of("message", "memory", "imported", "attachment", "none");

  private final Shell shell;

  ConsentCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List what you have allowed, refused and taken back, newest first.",
      footer = {"  pmm consent list", "  pmm consent list --active"})
  int list(
      @Option(names = "--active", description = "Only what is allowed now.") boolean active,
      @Option(names = "--json", description = "Print one JSON document.") boolean json) {
    List<Consent> consents = new ArrayList<>();
    ListConsentsRequest.Builder request =
        ListConsentsRequest.newBuilder().setPageSize(200).setActiveOnly(active);
    Mesh mesh = shell.runningMesh();
    do {
      ListConsentsResponse page = mesh.consents().listConsents(request.build());
      consents.addAll(page.getConsentsList());
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    if (json) {
      shell.screen().json(Map.of("consents", ProtoJson.list(consents)));
    } else if (consents.isEmpty()) {
      shell.screen().result("You have allowed nothing to leave this device.");
    } else {
      shell.screen().table(consents.stream().map(this::row).toList());
    }
    return ExitCode.DONE;
  }

  @Command(
      name = "grant",
      description = "Allow words to go to a host, for chat unless you name another purpose.",
      footer = {
        "  pmm consent grant api.openai.com",
        "  pmm consent grant api.openai.com --until 7d",
        "  pmm consent grant api.anthropic.com --purpose reflection --data message"
      })
  int grant(
      @Parameters(paramLabel = "HOST", description = "Such as api.openai.com.") String host,
      @Option(
              names = "--purpose",
              paramLabel = "P",
              defaultValue = "chat",
              description =
                  "chat, reflection, summary, identity_check, compare, test, list or pull.")
          String purpose,
      @Option(
              names = "--until",
              paramLabel = "TIME",
              description = "Until then, such as 7d or 2030-01-31; else until you take it back.")
          String until,
      @Option(
              names = "--data",
              paramLabel = "CLASS",
              split = ",",
              description =
                  "message, memory, imported, attachment or none, with commas between (default:"
                      + " message,memory for chat, none for test, list and pull).")
          List<String> data) {
    if (!PURPOSES.contains(purpose)) {
      throw Failure.notDone(
          "Not a purpose: " + purpose + " (expected: " + String.join(", ", PURPOSES) + ")");
    }
    if (host.contains("/") || host.isBlank()) {
      throw Failure.notDone("Not a host: " + host + " (expected: a name such as api.openai.com)");
    }
    GrantStandingConsentRequest.Builder request =
        GrantStandingConsentRequest.newBuilder()
            .setHost(host)
            .setPurpose(purpose)
            .setRequestId(UUID.randomUUID().toString());
    if (data != null) {
      data.stream()
          .filter(each -> !DATA_CLASSES.contains(each))
          .findFirst()
          .ifPresent(wrong -> {
            throw Failure.notDone(
                "Not a kind of words: "
                    + wrong
                    + " (expected: "
                    + String.join(", ", DATA_CLASSES)
                    + ")");
          });
      request.addAllDataClasses(data);
    }
    if (until != null) {
      request.setExpireTime(When.timestamp(When.future(until, shell.clock())));
    }
    Consent consent =
        shell.runningMesh().consents().grantStandingConsent(request.build()).getConsent();
    shell
        .screen()
        .result(
            "Allowed: "
                + what(consent)
                + " may go to "
                + consent.getHost()
                + " for "
                + consent.getPurpose()
                + ", "
                + until(consent)
                + ".");
    shell
        .screen()
        .say("Take it back with: " + shell.commandLine("consent revoke " + consent.getConsentId()));
    return ExitCode.DONE;
  }

  private static String what(Consent consent) {
    return consent.getDataClassesList().equals(List.of("none"))
        ? "what holds no words of yours"
        : String.join(" and ", consent.getDataClassesList());
  }

  @Command(
      name = "revoke",
      description = "Take a consent back. Calls under way that use it end at once.",
      footer = {"  pmm consent revoke 57"})
  int revoke(
      @Parameters(
              paramLabel = "ID",
              description = "The consent's number in the list.",
              converter = EventId.class)
          Long id) {
    int ended =
        shell
            .runningMesh()
            .consents()
            .revokeConsent(
                RevokeConsentRequest.newBuilder()
                    .setConsentId(id)
                    .setRequestId(UUID.randomUUID().toString())
                    .build())
            .getEndedCalls();
    shell
        .screen()
        .result(
            "Taken back."
                + (ended == 0 ? "" : " " + Text.count(ended, "call") + " under way ended."));
    return ExitCode.DONE;
  }

  private List<String> row(Consent consent) {
    Screen screen = shell.screen();
    String state = ProtoJson.word(consent.getState().getValueDescriptor());
    return List.of(
        String.format(Locale.ROOT, "%6d", consent.getConsentId()),
        When.minute(consent.getCreateTime()),
        state.equals("active") ? screen.green("allowed") : screen.dim(state),
        Text.oneLine(consent.getHost()),
        Text.oneLine(consent.getPurpose()),
        String.join("+", consent.getDataClassesList()),
        until(consent),
        screen.dim("by " + Text.oneLine(consent.getActor())));
  }

  private static String until(Consent consent) {
    return switch (consent.getScope()) {
      case SCOPE_ONCE -> "once";
      case SCOPE_CONVERSATION -> "for one conversation";
      case SCOPE_UNTIL -> "until " + When.minute(consent.getExpireTime());
      case SCOPE_ALWAYS -> "until you take it back";
      case SCOPE_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
