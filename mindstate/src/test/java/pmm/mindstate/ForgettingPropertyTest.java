package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Words can be forgotten, and what the mind became by them stays. */
class ForgettingPropertyTest {
  private static final String[] WORDS = {"look", "write", "call Ana", "Look."};
  private static final String[] NAMES = {"Echo", "Nova", "Iris"};

  @Property(tries = 300)
  void forgettingWordsChangesNoFigure(@ForAll Random random) {
    List<StateEvent> life = life(random);
    List<StateEvent> left = new ArrayList<>();
    for (StateEvent event : life) {
      boolean forgotten = random.nextInt(3) == 0;
      left.add(
          forgotten
              ? new StateEvent(event.id(), event.tsMs(), event.kind(), null, event.meta())
              : event);
    }
    assertEquals(figures(life), figures(left));
  }

  /** All but words, after every event. */
  private static List<String> figures(List<StateEvent> events) {
    List<String> figures = new ArrayList<>();
    MindState mind = MindState.EMPTY;
    for (StateEvent event : events) {
      mind = MindState.reduce(mind, event);
      Growth growth = mind.growth();
      PromiseFigures promises = PromiseFigures.of(mind, event.tsMs());
      figures.add(
          List.of(
                  growth.ias(),
                  growth.gas(),
                  growth.stage(),
                  growth.pulses(),
                  growth.namedAt(),
                  growth.lastIas(),
                  growth.lastGas(),
                  mind.traits(),
                  mind.feedback(),
                  mind.identity().isNamed(),
                  promises.inWords(),
                  promises.opened(),
                  promises.closed(),
                  promises.expired(),
                  promises.open(),
                  promises.overdue(),
                  promises.scanned(),
                  promises.lifeSpans(),
                  mind.conversations().exchanged(),
                  TraitRules.changes(mind, mind, List.of(event)))
              .toString());
    }
    return figures;
  }

  /** A life as the mind writes it: nothing is promised twice at once, and no name given twice. */
  private static List<StateEvent> life(Random random) {
    Story story = new Story().add("mind_created", null, "{}");
    story.add("conversation_started", null, "{'conversation_id':'c'}");
    for (int i = 0; i < 60; i++) {
      MindState mind = story.state();
      String word = WORDS[random.nextInt(WORDS.length)];
      List<Commitment> open = mind.commitments().open();
      switch (random.nextInt(11)) {
        case 0 -> {
          if (mind.commitments().findOpen(word).isEmpty()) {
            boolean again = mind.growth().isPromised(word);
            String due = random.nextBoolean() ? ",'due_ms':" + 1000 * random.nextInt(200) : "";
            story.add(
                "commitment_opened", word, "{'source_event_id':1,'again':" + again + due + "}");
          }
        }
        case 1 -> {
          if (!open.isEmpty()) {
            long id = open.get(random.nextInt(open.size())).id();
            String kind = random.nextBoolean() ? "commitment_closed" : "commitment_expired";
            story.add(kind, null, "{'commitment_id':" + id + "}");
          }
        }
        case 2 -> {
          String name = NAMES[random.nextInt(NAMES.length)];
          if (!name.equals(mind.identity().name())) {
            story.add("name_adopted", name, "{}");
          }
        }
        case 3 -> story.add("marker_malformed", "COMMIT:", "{}");
        case 4 ->
            story.add(
                "reflection",
                "I am here.",
                "{'changes':1,'observations':[{'subject':'mind','cited_event_ids':[1]}]}");
        case 5 ->
            story.add("trait_changed", null, "{'trait':'openness','delta':0.01,'reason':'kind'}");
        case 6 -> {
          String[] feedback = {"kind", "harsh", "more", "shorter"};
          story.add(
              "feedback_given",
              null,
              "{'answer_event_id':%d,'feedback':'%s'%s}"
                  .formatted(
                      answer(story),
                      feedback[random.nextInt(4)],
                      random.nextInt(3) == 0 ? ",'withdrawn':true" : ""));
        }
        case 7 -> story.add("memory_kept", word, "{'subject':'person','speaker':'person'}");
        case 8 -> {
          long memory = memory(mind, random);
          story.add(
              random.nextBoolean() ? "memory_corrected" : "memory_rejected",
              "I " + word,
              "{'memory_id':" + memory + ",'subject':'person','speaker':'person'}");
        }
        default -> story.exchange("c", 0, "Hello.", "Well.");
      }
    }
    return story.events();
  }

  /** The last answer, or an event that is none. */
  private static long answer(Story story) {
    return story.events().stream()
        .filter(event -> event.kind().equals("assistant_message"))
        .mapToLong(StateEvent::id)
        .max()
        .orElse(1);
  }

  private static long memory(MindState mind, Random random) {
    List<Long> kept = new ArrayList<>();
    mind.memories().kept().forEach(entry -> kept.add(entry.getKey()));
    return kept.isEmpty() ? 1 : kept.get(random.nextInt(kept.size()));
  }
}
