package pmm.cli;

import java.net.URI;
import java.util.UUID;
import pmm.mind.v1.ConverseRequest;
import pmm.mind.v1.PromptTurn;
import pmm.provider.v1.Consent;
import pmm.provider.v1.DenyConsentRequest;
import pmm.provider.v1.GetModelRequest;
import pmm.provider.v1.GrantConsentRequest;

/**
 * Asks, in line, whether words may leave this device, and writes the answer down before anything is
 * sent.
 */
final class ConsentQuestion {
  private final Shell shell;

  ConsentQuestion(Shell shell) {
    this.shell = shell;
  }

  /**
   * Asks about a turn that needs consent.
   *
   * @return whether {@code again} may now be sent
   */
  boolean ask(Turn turn, ConverseRequest again) {
    pmm.mind.v1.Failure need = turn.failure();
    Screen screen = shell.screen();
    screen.say(
        screen.yellow(
                Problems.isOffline(shell)
                    ? "Offline mode is on, and that this stays on your device is only your word."
                    : "This would leave your device.")
            + " Nothing has been sent yet.");
    screen.say("  where  " + where(need.getHost(), turn.started().getModelId()));
    screen.say(
        "  what   "
            + String.join(" and ", need.getDataClassesList())
            + ", "
            + Text.count(size(need), "character")
            + " in "
            + Text.count(need.getWouldSendCount(), "piece"));
    screen.say(
        "  why    " + Text.oneLine(need.getPurpose()) + " with " + turn.started().getModelId());
    boolean kept = !turn.started().getConversationId().isEmpty();
    String question =
        "Send it? y = once, %sr = read it first"
            .formatted(kept ? "c = for this conversation, " : "");
    while (true) {
      String answer = shell.answer(question, kept ? "[y/c/r/N]" : "[y/r/N]", "");
      switch (answer.equals("c") && !kept ? "" : answer) {
        case "y" -> {
          return grant(need, Consent.Scope.SCOPE_ONCE, again.getRequestId());
        }
        case "c" -> {
          return grant(need, Consent.Scope.SCOPE_CONVERSATION, turn.started().getConversationId());
        }
        case "r" -> need.getWouldSendList().forEach(this::show);
        default -> {
          deny(need, turn.started().getAttemptId());
          return false;
        }
      }
    }
  }

  /** The host, with what its address says of the way there. */
  private String where(String host, String modelId) {
    String url =
        shell
            .mesh()
            .models()
            .getModel(GetModelRequest.newBuilder().setModelId(modelId).build())
            .getModel()
            .getUrl();
    return where(host, URI.create(url));
  }

  /**
   * A model that is asked by way of another server has an address that says nothing of its host.
   */
  static String where(String host, URI address) {
    String name = String.valueOf(address.getHost()).replaceAll("^\\[|]$", "");
    if (!name.equals(host)) {
      return Text.oneLine(host);
    }
    boolean secure = "https".equals(address.getScheme());
    int usual = secure ? 443 : 80;
    int port = address.getPort() < 0 ? usual : address.getPort();
    return Text.oneLine(host)
        + (port == usual ? "" : ", port " + port)
        + (secure ? "" : ", in the clear: whoever is on the way can read it");
  }

  private static long size(pmm.mind.v1.Failure need) {
    return need.getWouldSendList().stream().mapToLong(turn -> turn.getText().length()).sum();
  }

  private void show(PromptTurn turn) {
    shell.screen().say(shell.screen().bold(turn.getRole()));
    shell.screen().say(Text.safe(turn.getText()).indent(2).stripTrailing());
  }

  private boolean grant(pmm.mind.v1.Failure need, Consent.Scope scope, String boundTo) {
    shell
        .mesh()
        .consents()
        .grantConsent(
            GrantConsentRequest.newBuilder()
                .setHost(need.getHost())
                .setPurpose(need.getPurpose())
                .addAllDataClasses(need.getDataClassesList())
                .setScope(scope)
                .setBoundTo(boundTo)
                .setBodyToken(scope == Consent.Scope.SCOPE_ONCE ? need.getBodyToken() : "")
                .setRequestId(UUID.randomUUID().toString())
                .build());
    return true;
  }

  private void deny(pmm.mind.v1.Failure need, String attempt) {
    shell
        .mesh()
        .consents()
        .denyConsent(
            DenyConsentRequest.newBuilder()
                .setHost(need.getHost())
                .setPurpose(need.getPurpose())
                .setBoundTo(attempt)
                .setRequestId(UUID.randomUUID().toString())
                .build());
    shell.screen().say("Nothing was sent.");
  }
}
