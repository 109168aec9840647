package pmm.cli;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pmm.mind.v1.Place;
import pmm.mind.v1.PlaceKind;
import pmm.mind.v1.PlaceOrigin;
import pmm.mind.v1.SearchRequest;
import pmm.mind.v1.SearchResponse;

/** Finds again what was said, here or to another assistant. Exit code 1: nothing was found. */
@Command(
    footer = {
      "  pmm search sourdough starter",
      "  pmm search ketch --imported --from 2024-01-01 --to 2024-12-31",
      "  pmm search apples --in \"Bread in Zürich\"",
      "  pmm search apples --json"
    })
final class SearchCommand implements Callable<Integer> {
  private static final int PAGE = 100;
  private static final int MOST = 400;
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d|today|yesterday");

  private final Shell shell;

  @Parameters(
      arity = "1..*",
      paramLabel = "WORDS",
      description = "Some words. All of them have to stand there; there are no operators.")
  List<String> words = List.of();

  @ArgGroup(exclusive = true)
  Origin origin = new Origin();

  @Option(
      names = "--in",
      paramLabel = "CONVERSATION",
      description = "Only in this conversation: its id, or words of its title.")
  String conversation = "";

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "Only what was said from then on: 2025-03-01, yesterday, 3d.")
  String from = "";

  @Option(
      names = "--to",
      paramLabel = "DATE",
      description = "Only what was said up to then; of a day, up to its end.")
  String to = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "20",
      description = "The best N (default: 20, at most 400).")
  int limit = 20;

  @Option(names = "--json", description = "Print one JSON document.")
  boolean json;

  SearchCommand(Shell shell) {
    this.shell = shell;
  }

  /** One of two, or neither. */
  static final class Origin {
    @Option(names = "--imported", description = "Only what came from another assistant.")
    boolean imported;

    @Option(names = "--own", description = "Only what was said here.")
    boolean own;

    private PlaceOrigin asked() {
      return imported
          ? PlaceOrigin.PLACE_ORIGIN_IMPORTED
          : own ? PlaceOrigin.PLACE_ORIGIN_OWN : PlaceOrigin.PLACE_ORIGIN_UNSPECIFIED;
    }
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > MOST) {
      throw Failure.notDone("Not a number of places: " + limit + " (expected: 1 to " + MOST + ")");
    }
    Mesh mesh = shell.runningMesh();
    List<Place> places = new ArrayList<>();
    SearchResponse last = search(mesh, request(mesh), places);
    if (json) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("places", ProtoJson.list(places));
      document.put("found_count", last.getFoundCount());
      document.put("more_than_found", last.getMoreThanFound());
      document.put("loose", last.getLoose());
      shell.screen().json(document);
    } else {
      new PlaceLines(shell.screen()).show(places);
      shell.screen().say(summary(places.size(), last));
    }
    return places.isEmpty() ? ExitCode.NOT_SO : ExitCode.DONE;
  }

  /** Fills the list, and returns the last answer. */
  private SearchResponse search(Mesh mesh, SearchRequest.Builder request, List<Place> places) {
    while (true) {
      request.setPageSize(Math.min(PAGE, limit - places.size()));
      SearchResponse page = mesh.search().search(request.build());
      page.getPlacesList().stream().limit(limit - places.size()).forEach(places::add);
      if (places.size() >= limit || page.getNextPageToken().isEmpty()) {
        return page;
      }
      request.setPageToken(page.getNextPageToken());
    }
  }

  private SearchRequest.Builder request(Mesh mesh) {
    SearchRequest.Builder request =
        SearchRequest.newBuilder()
            .setText(Typed.words(String.join(" ", words), ""))
            .setOrigin(origin.asked());
    if (!conversation.isEmpty()) {
      request.setConversationId(conversationId(mesh));
    }
    if (!from.isEmpty()) {
      request.setFromTime(When.timestamp(When.past(from, shell.clock())));
    }
    if (!to.isEmpty()) {
      request.setToTime(end());
    }
    return request;
  }

  private Timestamp end() {
    Instant time = When.past(to, shell.clock());
    return When.timestamp(DAY.matcher(to.strip()).matches() ? time.plus(Duration.ofDays(1)) : time);
  }

  private String conversationId(Mesh mesh) {
    if (UUID.matcher(conversation).matches()) {
      return conversation;
    }
    List<Place> titled =
        mesh.search()
            .search(
                SearchRequest.newBuilder()
                    .setText(Typed.words(conversation, ""))
                    .addKinds(PlaceKind.PLACE_KIND_TITLE)
                    .build())
            .getPlacesList();
    if (titled.size() == 1) {
      return titled.getFirst().getConversationId();
    }
    if (titled.isEmpty()) {
      throw Failure.notSo("No conversation is called " + conversation);
    }
    StringBuilder several = new StringBuilder("Several conversations are called so; say which:");
    for (Place each : titled) {
      several
          .append("\n  --in ")
          .append(each.getConversationId())
          .append("  ")
          .append(Text.oneLine(each.getConversationTitle()));
    }
    throw Failure.notDone(several.toString());
  }

  private String summary(int shown, SearchResponse last) {
    if (shown == 0) {
      return "Nothing that is here holds these words.";
    }
    String found =
        (last.getMoreThanFound() ? "more than " : "") + Text.count(last.getFoundCount(), "place");
    String some =
        last.getLoose()
            ? " Nothing holds all of these words; these hold some, or words like them."
            : "";
    int most = Math.min(MOST, last.getFoundCount());
    String hint = shown < most ? "; more: --limit " + most : "";
    return shown < last.getFoundCount() || last.getMoreThanFound()
        ? "The best " + shown + " of " + found + hint + "." + some
        : found + "." + some;
  }
}
