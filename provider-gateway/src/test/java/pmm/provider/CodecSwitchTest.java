package pmm.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.GatewayExtension.ask;
import static pmm.provider.Refusals.refused;

import io.grpc.BindableService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.provider.failure.ProviderReason;
import pmm.provider.isolated.HostileCodec;
import pmm.provider.isolated.HostileCodec.Deed;
import pmm.provider.ledger.Entry;
import pmm.provider.v1.AddModelRequest;
import pmm.provider.v1.Api;
import pmm.provider.v1.Codec;
import pmm.provider.v1.CodecSwitchServiceGrpc;
import pmm.provider.v1.Finish;
import pmm.provider.v1.GenerateResponse;
import pmm.provider.v1.ListCodecsRequest;
import pmm.provider.v1.ModelDraft;
import pmm.provider.v1.ProviderError;
import pmm.provider.v1.RemoveCodecRequest;
import pmm.provider.v1.UseCodecRequest;
import pmm.provider.v1.UseCodecResponse;
import pmm.rpc.MeshChannel;
import pmm.rpc.RemoteProblem;
import pmm.rpc.SocketServer;

/** Isolated codecs as a whole gateway meets them: well-behaved, replaced, and hostile. */
class CodecSwitchTest {

  private static final int LONGEST = 16 << 20;

  @RegisterExtension
  final GatewayExtension mesh =
      new GatewayExtension()
          .with("provider.first_token_ms", "20000")
          .with("provider.idle_ms", "20000")
          .with("provider.codec_ms", "1500");

  private final List<SocketServer> servers = new ArrayList<>();
  private final HostileCodec hostile = new HostileCodec();

  @BeforeEach
  void makeTheFolder() throws IOException {
    Files.createDirectories(folder());
  }

  @AfterEach
  void stopCodecs() {
    servers.forEach(SocketServer::close);
  }

  @Test
  void aModelSpeaksThroughACodecOutsideTheGateway() {
    serve("one.sock", hostile);
    UseCodecResponse used = use("mine", "one.sock");
    assertTrue(used.getSwitched());
    assertEquals(Api.API_OPENAI, used.getCodec().getApi());
    String model = add("scripted+think", "mine");
    Heard heard = mesh.hear(ask(model, "Hi"));
    assertEquals("I heard: Hi", heard.text());
    assertEquals("Let me think. ", heard.reasoning.toString());
    assertFalse(heard.finish.getUsage().getEstimated());
    assertEquals("mine", mesh.events("model_added").getFirst().text("codec"));
  }

  @Test
  void aSwitchIsAnEventAndCallsUnderWayEndOnTheOldCodec() {
    SocketServer old = serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String slow = add("scripted+words=20+paced=100", "mine");
    Iterator<GenerateResponse> underWay = mesh.provider().generate(ask(slow, "Hi").build());
    Heard heard = new Heard();
    while (heard.text().isEmpty()) {
      heard.add(underWay.next());
    }
    serve("two.sock", new HostileCodec());
    assertTrue(use("mine", "two.sock").getSwitched());
    assertFalse(use("mine", "two.sock").getSwitched());
    hostile.set(Deed.CLOSES);
    assertEquals("I heard: Hi", mesh.hear(ask(add("scripted", "mine"), "Hi")).text());
    underWay.forEachRemaining(heard::add);
    assertEquals(Finish.Reason.REASON_STOP, heard.finish.getReason());
    assertEquals(20, heard.text().strip().split("\\s+").length);
    old.close();
    List<Entry> switches = mesh.events("codec_switched");
    assertEquals(
        List.of("one.sock", "two.sock"), switches.stream().map(e -> e.text("socket")).toList());
    assertEquals("one.sock", switches.getLast().text("from_socket"));
    assertEquals("test session", switches.getLast().text("actor"));
    assertEquals(0, codec().getCalls());
    assertTrue(codec().getWell());
  }

  @Test
  void aCodecThatIsNotThereIsNotUsedAndTheOldOneStays() {
    serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String told = refused(ProviderReason.CODEC_FAILED, () -> use("mine", "two.sock")).message();
    assertTrue(told.contains("mine has no socket at"), told);
    hostile.set(Deed.EMPTY_TEXT);
    serve("three.sock", hostile);
    told = refused(ProviderReason.CODEC_FAILED, () -> use("mine", "three.sock")).message();
    assertTrue(told.contains("an empty piece of text"), told);
    refused(ProviderReason.INVALID_FIELD, () -> use("mine", "../run/provider/token.cli"));
    refused(ProviderReason.INVALID_FIELD, () -> use("Mine!", "one.sock"));
    hostile.set(Deed.NONE);
    assertEquals("I heard: Hi", mesh.hear(ask(add("scripted", "mine"), "Hi")).text());
    assertEquals(1, mesh.events("codec_switched").size());
  }

  @Test
  void aModelIsAddedOnlyWithACodecInUse() {
    String told = refused(ProviderReason.CODEC_FAILED, () -> add("scripted", "none")).message();
    assertTrue(told.contains("The codec none is not in use"), told);
  }

  @Test
  void aCodecThatIsGoneIsNamedAndComesBackByItself() {
    SocketServer server = serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String model = add("scripted", "mine");
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    server.close();
    refused(ProviderReason.CODEC_FAILED, () -> mesh.hear(ask(model, "Hi")));
    assertFalse(codec().getWell());
    serve("one.sock", hostile);
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
  }

  @Test
  void anotherProgramAtTheSameSocketGetsNoWordsUntilItIsChosen() {
    SocketServer first = serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String model = add("scripted", "mine");
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    first.close();
    serve("one.sock", new HostileCodec("2"));
    String told = refused(ProviderReason.CODEC_FAILED, () -> mesh.hear(ask(model, "Hi"))).message();
    assertTrue(told.contains("was exchanged") && told.contains("codec use mine one.sock"), told);
    refused(ProviderReason.CODEC_FAILED, () -> mesh.hear(ask(model, "Hi")));
    assertFalse(codec().getWell());
    assertTrue(use("mine", "one.sock").getSwitched());
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    List<Long> switches = mesh.events("codec_switched").stream().map(Entry::id).toList();
    assertEquals(
        switches,
        mesh.events("network_attempt").stream()
            .map(attempt -> attempt.number("codec_event_id"))
            .toList());
    assertEquals(
        mesh.events("model_added").getFirst().id(),
        mesh.events("network_attempt").getFirst().number("model_event_id"));
  }

  @Test
  void aLinkPutInPlaceOfTheSocketLeadsNowhere() throws IOException {
    SocketServer first = serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String model = add("scripted", "mine");
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    first.close();
    serve("two.sock", new HostileCodec());
    Files.createSymbolicLink(folder().resolve("one.sock"), folder().resolve("two.sock"));
    String told = refused(ProviderReason.CODEC_FAILED, () -> mesh.hear(ask(model, "Hi"))).message();
    assertTrue(told.contains("something else than a socket"), told);
  }

  @Test
  void aNameCanBeUsedNoMore() {
    serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String model = add("scripted", "mine");
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    RemoveCodecRequest removal = RemoveCodecRequest.newBuilder().setCodecName("mine").build();
    assertEquals(List.of(model), codecs().removeCodec(removal).getModelIdsList());
    String told = refused(ProviderReason.CODEC_FAILED, () -> mesh.hear(ask(model, "Hi"))).message();
    assertTrue(told.contains("The codec mine is not in use"), told);
    assertEquals(0, codecs().listCodecs(ListCodecsRequest.getDefaultInstance()).getCodecsCount());
    refused(ProviderReason.INVALID_FIELD, () -> codecs().removeCodec(removal));
    assertEquals("", mesh.events("codec_switched").getLast().text("socket"));
    assertTrue(use("mine", "one.sock").getSwitched());
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void whatAHostileCodecDoesIsContainedAndNamed(Deed deed) {
    serve("one.sock", hostile);
    assertTrue(use("mine", "one.sock").getSwitched());
    String model = add("scripted", "mine");
    int before = mesh.model().requests("/v1/chat/completions").size();
    hostile.set(deed);
    String told =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> {
              try {
                Heard heard = mesh.hear(ask(model, "Hi"));
                assertEquals(
                    ProviderError.Type.TYPE_CODEC_FAILED, heard.finish.getError().getType());
                return heard.finish.getError().getMessage();
              } catch (io.grpc.StatusRuntimeException e) {
                RemoteProblem problem = RemoteProblem.from(e).orElseThrow();
                assertEquals(ProviderReason.CODEC_FAILED.name(), problem.reason());
                return problem.message();
              }
            });
    assertTrue(told.contains("The codec mine ") && told.contains(deed.told()), told);
    assertTrue(told.length() < 1000, told);
    int sent = mesh.model().requests("/v1/chat/completions").size() - before;
    assertEquals(deed.inEncode() ? 0 : 1, sent);
    assertEquals(deed.inEncode() ? 0 : 1, mesh.events("network_attempt").size());
    // Everything else is well, and so is this codec once it behaves.
    assertEquals(
        "I heard: Hi", mesh.hear(ask(mesh.declared("other", Api.API_OPENAI), "Hi")).text());
    hostile.set(Deed.NONE);
    assertEquals("I heard: Hi", mesh.hear(ask(model, "Hi")).text());
    assertEquals(0, codec().getCalls());
  }

  private Path folder() {
    return mesh.home().file("codecs");
  }

  private SocketServer serve(String socket, BindableService codec) {
    SocketServer server = SocketServer.start(folder().resolve(socket), codec, LONGEST);
    servers.add(server);
    return server;
  }

  private CodecSwitchServiceGrpc.CodecSwitchServiceBlockingStub codecs() {
    return mesh.as(pmm.rpc.Role.CLI, CodecSwitchServiceGrpc::newBlockingStub)
        .withOption(MeshChannel.ACTOR, "test session");
  }

  private UseCodecResponse use(String name, String socket) {
    return codecs()
        .useCodec(UseCodecRequest.newBuilder().setCodecName(name).setSocket(socket).build());
  }

  private Codec codec() {
    return codecs().listCodecs(ListCodecsRequest.getDefaultInstance()).getCodecs(0);
  }

  private String add(String name, String codec) {
    return mesh.models()
        .addModel(
            AddModelRequest.newBuilder()
                .setModel(
                    ModelDraft.newBuilder()
                        .setModelId("local:" + name)
                        .setApi(Api.API_OPENAI)
                        .setUrl(mesh.model().url() + "/v1")
                        .setCodecName(codec))
                .build())
        .getModel()
        .getModelId();
  }
}
