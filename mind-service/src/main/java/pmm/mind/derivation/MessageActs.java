package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pmm.mind.ledger.Draft;
import pmm.mindstate.CorrectionGrammar;
import pmm.mindstate.Identity;
import pmm.mindstate.Memories;
import pmm.mindstate.Memory;
import pmm.mindstate.NameGrammar;
import pmm.mindstate.NameGrammar.Naming;
import pmm.mindstate.RememberGrammar;

/** What the person's words do: they give names, ask to remember, and say what is not so. */
final class MessageActs {
  private final Drafts drafts;

  /** What the mind is called by now: giving one name twice in a message gives it once. */
  private String called;

  MessageActs(Drafts drafts) {
    this.drafts = drafts;
    this.called = drafts.mind().identity().name();
  }

  void take(String words) {
    for (Naming naming : Drafts.first(NameGrammar.namings(words))) {
      name(naming);
    }
    for (String what : Drafts.first(RememberGrammar.asked(words))) {
      if (!isKept(what)) {
        drafts.add(memory(what, Memory.subjectOf(what)));
      }
    }
    for (String right : Drafts.first(CorrectionGrammar.corrected(words))) {
      correct(right);
    }
  }

  private void name(Naming naming) {
    Identity known = drafts.mind().identity();
    switch (naming) {
      case Naming.OfMind(String name) -> {
        if (!name.equals(called)) {
          called = name;
          drafts.add(new Draft("name_adopted", name, facts()));
        }
      }
      case Naming.OfPerson(String name) -> {
        if (!name.equals(known.personName())) {
          // Kept anew also where it was before another name: the last one counts.
          drafts.add(memory("My name is " + name, "person"));
        }
      }
      case Naming.Unsure unsure -> {}
    }
  }

  /** Asks the person whether it is to take the place of what is kept and says otherwise. */
  private void correct(String right) {
    Memories memories = drafts.mind().memories();
    List<Memory> wrong = memories.contradicting(right);
    boolean asked = NameGrammar.namings(right).isEmpty() && RememberGrammar.asked(right).isEmpty();
    if (asked && !wrong.isEmpty() && memories.isNew(right) && drafts.fits(right)) {
      ObjectNode meta = Memory.telling(right, facts()).put("speaker", "person");
      meta.put("subject", wrong.getLast().subject()).put("memory_id", wrong.getLast().id());
      drafts.add(new Draft("memory_proposed", right, meta));
    }
  }

  private boolean isKept(String text) {
    return drafts
        .mind()
        .memories()
        .saying(text)
        .filter(same -> same.state() == Memory.State.KEPT)
        .isPresent();
  }

  private Draft memory(String text, String subject) {
    ObjectNode meta = Memory.telling(text, facts());
    return new Draft("memory_kept", text, meta.put("speaker", "person").put("subject", subject));
  }

  private ObjectNode facts() {
    return drafts.facts().put("source_event_id", drafts.message().getEventId());
  }
}
