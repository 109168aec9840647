package pmm.mind.archive.model;

import java.util.List;
import java.util.Optional;

/**
 * A character card.
 *
 * @param version 1, 2 or 3, by the fields it has
 * @param systemPrompt words meant to steer a model: to be shown before anyone accepts them
 * @param afterHistory the same, behind the history (post_history_instructions)
 * @param greetings the first message, then the alternative ones
 * @param warnings what is dangerous about it, in plain English: remote addresses that were not
 *     fetched, patterns that are not run
 * @param image the picture that carried it
 * @param card the whole card as JSON, with all extensions
 */
public record ArchivedCharacter(
    Place place,
    int version,
    String name,
    String description,
    String personality,
    String scenario,
    String systemPrompt,
    String afterHistory,
    List<String> greetings,
    List<String> warnings,
    Optional<Content> image,
    String card)
    implements ArchivedItem {

  /** Takes its own copies of the lists. */
  public ArchivedCharacter {
    greetings = List.copyOf(greetings);
    warnings = List.copyOf(warnings);
  }
}
