package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Identity;
import pmm.mindstate.Memory;
import pmm.mindstate.NameGrammar;
import pmm.mindstate.NameGrammar.Naming;
import pmm.mindstate.RememberGrammar;

/** What the person's words do: they give names, and ask to remember. */
final class MessageActs {
  private final Drafts drafts;

  MessageActs(Drafts drafts) {
    this.drafts = drafts;
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
  }

  private void name(Naming naming) {
    Identity known = drafts.mind().identity();
    switch (naming) {
      case Naming.OfMind(String name) -> {
        if (!name.equals(known.name())) {
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
