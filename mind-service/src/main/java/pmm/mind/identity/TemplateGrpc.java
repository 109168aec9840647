package pmm.mind.identity;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.stream.Stream;
import pmm.mind.contract.Requests;
import pmm.mind.derivation.PersonActs;
import pmm.mind.ledger.Draft;
import pmm.mind.ledger.MindKeeper;
import pmm.mind.v1.ApplyTemplateRequest;
import pmm.mind.v1.ApplyTemplateResponse;
import pmm.mind.v1.ListTemplatesRequest;
import pmm.mind.v1.ListTemplatesResponse;
import pmm.mind.v1.TemplateServiceGrpc.TemplateServiceImplBase;
import pmm.mindstate.Persona;
import pmm.mindstate.Template;
import pmm.rpc.Caller;

/** TemplateService: what the mind is told to be like. */
public final class TemplateGrpc extends TemplateServiceImplBase {
  private final MindKeeper keeper;
  private final PersonActs acts;

  /** A service over this mind. */
  public TemplateGrpc(MindKeeper keeper, PersonActs acts) {
    this.keeper = keeper;
    this.acts = acts;
  }

  @Override
  public void listTemplates(
      ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> responses) {
    Persona now = keeper.levelState().persona();
    ListTemplatesResponse.Builder response = ListTemplatesResponse.newBuilder();
    Stream.of(Template.values()).map(each -> view(each, now)).forEach(response::addTemplates);
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void applyTemplate(
      ApplyTemplateRequest request, StreamObserver<ApplyTemplateResponse> responses) {
    String id = request.getTemplateId();
    Template template =
        Template.of(id)
            .orElseThrow(() ->
                Requests.bad(
                    "template_id",
                    id.isEmpty() ? "nothing" : id,
                    String.join(", ", Stream.of(Template.values()).map(Template::id).toList())));
    PersonActs.By by =
        new PersonActs.By(Requests.requestId(request.getRequestId()), Caller.current().actor());
    long before = keeper.levelState().persona().eventId();
    Persona after =
        acts.write(
                by, mind -> mind.persona().is(template) ? List.of() : List.of(draft(template, by)))
            .persona();
    responses.onNext(
        ApplyTemplateResponse.newBuilder()
            .setEventId(after.eventId() == before ? 0 : after.eventId())
            .setTemplate(view(template, after))
            .build());
    responses.onCompleted();
  }

  private static Draft draft(Template template, PersonActs.By by) {
    String words = template.character();
    return new Draft(
        "template_applied",
        words.isEmpty() ? null : words,
        by.facts().put("template", template.id()));
  }

  private static pmm.mind.v1.Template view(Template template, Persona now) {
    return pmm.mind.v1.Template.newBuilder()
        .setTemplateId(template.id())
        .setTitle(template.title())
        .setCharacter(template.character())
        .setApplied(now.is(template))
        .build();
  }
}
