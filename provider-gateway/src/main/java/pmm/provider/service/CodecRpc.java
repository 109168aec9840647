package pmm.provider.service;

import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import pmm.provider.control.Books;
import pmm.provider.isolated.Codecs;
import pmm.provider.isolated.SocketFolder;
import pmm.provider.ledger.Draft;
import pmm.provider.ledger.Entry;
import pmm.provider.ledger.Journal;
import pmm.provider.ledger.Watched;
import pmm.provider.model.CodecBook.Choice;
import pmm.provider.v1.Codec;
import pmm.provider.v1.CodecSwitchServiceGrpc;
import pmm.provider.v1.ListCodecsRequest;
import pmm.provider.v1.ListCodecsResponse;
import pmm.provider.v1.RemoveCodecRequest;
import pmm.provider.v1.RemoveCodecResponse;
import pmm.provider.v1.UseCodecRequest;
import pmm.provider.v1.UseCodecResponse;
import pmm.rpc.Caller;

/** Which isolated codec runs under which name, as the contract has it. */
public final class CodecRpc extends CodecSwitchServiceGrpc.CodecSwitchServiceImplBase {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

  private final Watched<Books> books;
  private final Journal journal;
  private final Codecs codecs;
  private final ReentrantLock switching = new ReentrantLock();

  /** The service over these parts. */
  public CodecRpc(Watched<Books> books, Journal journal, Codecs codecs) {
    this.books = books;
    this.journal = journal;
    this.codecs = codecs;
  }

  @Override
  public void listCodecs(ListCodecsRequest request, StreamObserver<ListCodecsResponse> responses) {
    List<Choice> choices = books.read((now, _) -> now.codecs().all());
    ListCodecsResponse.Builder response = ListCodecsResponse.newBuilder();
    // Each may take its time; all at once take no longer than the slowest.
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Codec>> shown =
          choices.stream()
              .map(choice ->
                  CompletableFuture.supplyAsync(
                      () -> shown(choice, codecs.problemOf(choice)), each))
              .toList();
      shown.forEach(codec -> response.addCodecs(codec.join()));
    }
    responses.onNext(response.build());
    responses.onCompleted();
  }

  @Override
  public void useCodec(UseCodecRequest request, StreamObserver<UseCodecResponse> responses) {
    String name = request.getCodecName();
    if (!NAME.matcher(name).matches()) {
      throw Checks.invalid(
          "codec_name",
          name,
          "1 to 32 lower-case letters, digits, hyphens and underscores, a letter or digit first");
    }
    String socket = request.getSocket();
    if (!SocketFolder.isName(socket)) {
      throw Checks.invalid("socket", socket, "FILE or FOLDER/FILE within the codecs' folder");
    }
    Choice examined = codecs.examine(name, socket);
    switching.lock();
    try {
      responses.onNext(use(examined, request.getRequestId()));
    } finally {
      switching.unlock();
    }
    responses.onCompleted();
  }

  @Override
  public void removeCodec(
      RemoveCodecRequest request, StreamObserver<RemoveCodecResponse> responses) {
    String name = request.getCodecName();
    switching.lock();
    try {
      Choice there =
          books
              .read((now, _) -> now.codecs().get(name))
              .orElseThrow(() -> Checks.invalid("codec_name", name, "one that is in use"));
      Draft draft =
          Draft.of("codec_switched")
              .with("codec", name)
              .with("socket", "")
              .with("from_socket", there.socket())
              .with("actor", Caller.current().actor());
      append(draft, request.getRequestId());
    } finally {
      switching.unlock();
    }
    responses.onNext(
        RemoveCodecResponse.newBuilder()
            .addAllModelIds(books.read((now, _) -> now.models().spokenToBy(name)))
            .build());
    responses.onCompleted();
  }

  private UseCodecResponse use(Choice examined, String requestId) {
    Optional<Choice> before = books.read((now, _) -> now.codecs().get(examined.name()));
    if (before.isPresent() && before.get().api() != examined.api()) {
      throw Checks.invalid(
          "socket",
          examined.socket() + ", which speaks " + examined.api().id(),
          before.get().api().id() + " as before, or another name");
    }
    boolean same = before.map(there -> there.isSameAs(examined)).orElse(false);
    if (!same) {
      append(draft(examined, before), requestId);
    }
    Choice now = books.read((book, _) -> book.codecs().get(examined.name())).orElse(examined);
    return UseCodecResponse.newBuilder()
        .setCodec(shown(now, Optional.empty()))
        .setSwitched(!same)
        .build();
  }

  private void append(Draft draft, String requestId) {
    Entry entry = journal.append(draft, Checks.requestId(requestId));
    books.awaitThrough(entry.id());
    codecs.dropReplaced();
  }

  private static Draft draft(Choice examined, Optional<Choice> before) {
    return Draft.of("codec_switched")
        .with("codec", examined.name())
        .with("socket", examined.socket())
        .with("from_socket", before.map(Choice::socket).orElse(""))
        .with("api", examined.api().id())
        .with("program", examined.program())
        .with("version", examined.version())
        .with("actor", Caller.current().actor());
  }

  private Codec shown(Choice choice, Optional<String> problem) {
    return Codec.newBuilder()
        .setCodecName(choice.name())
        .setSocket(choice.socket())
        .setApi(ProviderProto.api(choice.api()))
        .setProgram(choice.program())
        .setVersion(choice.version())
        .setSwitchEventId(choice.eventId())
        .setWell(problem.isEmpty())
        .setProblem(problem.orElse(""))
        .setCalls(codecs.calls(choice.name()))
        .build();
  }
}
