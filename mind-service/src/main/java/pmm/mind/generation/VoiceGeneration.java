package pmm.mind.generation;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import pmm.mind.context.Tokens;
import pmm.mind.voice.BuiltInVoice;
import pmm.mindstate.Models;

/** The built-in voice: no network, no gateway. */
public final class VoiceGeneration implements Generation {
  private static final Pattern PIECE = Pattern.compile("\\S+\\s*|\\s+");
  private static final String VERSION = "pmm-voice/1";

  @Override
  public Ending run(Request request, Listener listener) {
    listener.opened(
        new Speaker(
            new Models.Ref(Models.BUILT_IN, VERSION, "declared"), "builtin", 0, false, true));
    String answer = BuiltInVoice.answer(request.context());
    for (MatchResult piece : (Iterable<MatchResult>) PIECE.matcher(answer).results()::iterator) {
      if (!listener.text(piece.group())) {
        break;
      }
    }
    int read = request.context().estimatedTokens();
    return new Ending("STOP", read, Tokens.estimate(answer), true, 0, 0, null);
  }
}
