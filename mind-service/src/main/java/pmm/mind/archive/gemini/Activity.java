package pmm.mind.archive.gemini;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import pmm.mind.archive.model.ArchivedConversation;
import pmm.mind.archive.model.ArchivedTime;
import pmm.mind.archive.model.Part;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Role;
import pmm.mind.archive.tree.Chain;
import pmm.mind.archive.tree.ContentHash;
import pmm.mind.archive.tree.NodeBuilder;

/**
 * A question and its answer. The archive knows no conversations, so each becomes one, marked as
 * inferred.
 */
final class Activity {
  /** What Google puts before the person's words; in languages beyond these it stays. */
  private static final Pattern PROMPTED =
      Pattern.compile(
          "^(Prompted|Asked|Eingegebener Prompt:|Prompt eingegeben:|Requ\u00eate envoy\u00e9e :|Prompt :|Has escrito:|Consulta:)[\\s\u00a0]+");

  private Activity() {}

  /** Whether somebody asked: an answer may be missing, and other activity has none either. */
  static boolean isPrompt(String title) {
    return PROMPTED.matcher(title).lookingAt();
  }

  static ArchivedConversation turn(
      Place place,
      String title,
      ArchivedTime time,
      List<Part.Attachment> files,
      List<String> answers,
      String raw) {
    String asked = PROMPTED.matcher(title).replaceFirst("");
    Chain chain = new Chain();
    chain.add(
        new NodeBuilder(Role.PERSON)
            .created(time)
            .parts(
                List.of(
                    new Part.Text(
                        asked,
                        List.of(),
                        Optional.of(title).filter(words -> !words.equals(asked)))))
            .parts(files));
    for (String answer : answers) {
      String words = Html.text(answer);
      if (!words.isEmpty()) {
        chain.add(
            new NodeBuilder(Role.ASSISTANT)
                .created(time)
                .parts(
                    List.of(
                        new Part.Text(
                            words,
                            List.of(),
                            Optional.of(answer).filter(html -> !html.equals(words))))));
      }
    }
    String id = ContentHash.name("gemini", time.raw(), title);
    return chain.conversation(place, id, "", time, Optional.empty(), true, raw);
  }
}
