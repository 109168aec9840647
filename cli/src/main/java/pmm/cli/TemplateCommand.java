package pmm.cli;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.ApplyTemplateRequest;
import pmm.mind.v1.ApplyTemplateResponse;
import pmm.mind.v1.ListTemplatesRequest;
import pmm.mind.v1.Template;

/** A character for the mind to begin with. */
@Command(footer = {"  pmm template list", "  pmm template apply scholar"})
final class TemplateCommand {
  private final Shell shell;

  TemplateCommand(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "list",
      description = "List the templates, the one that is applied marked with a star.",
      footer = {"  pmm template list", "  pmm template list --json"})
  int list(@Option(names = "--json", description = "Print one JSON document.") boolean json) {
    List<Template> templates =
        shell
            .runningMesh()
            .templates()
            .listTemplates(ListTemplatesRequest.getDefaultInstance())
            .getTemplatesList();
    if (json) {
      shell.screen().json(Map.of("templates", ProtoJson.list(templates)));
    } else {
      shell.screen().table(templates.stream().map(TemplateCommand::row).toList());
    }
    return ExitCode.DONE;
  }

  private static List<String> row(Template template) {
    return List.of(
        template.getApplied() ? "*" : " ",
        template.getTemplateId(),
        template.getCharacter().isEmpty() ? "Nothing but its traits." : template.getCharacter());
  }

  @Command(
      name = "apply",
      description = {
        "Have the mind be like this from now on, in the place of the template before.",
        "Name, traits, memories and promises stay as they are."
      },
      footer = {"  pmm template apply scholar", "  pmm template apply blank"})
  int apply(
      @Parameters(paramLabel = "ID", description = "companion, scholar, coach or blank.")
          String id) {
    ApplyTemplateResponse applied =
        shell
            .runningMesh()
            .templates()
            .applyTemplate(
                ApplyTemplateRequest.newBuilder()
                    .setTemplateId(id)
                    .setRequestId(UUID.randomUUID().toString())
                    .build());
    String title = applied.getTemplate().getTitle();
    shell
        .screen()
        .result(
            applied.getEventId() == 0
                ? title + " is applied already."
                : title + " is applied (event " + applied.getEventId() + ").");
    return ExitCode.DONE;
  }
}
