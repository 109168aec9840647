package pmm.mind.derivation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import pmm.mind.ledger.Draft;
import pmm.mindstate.Identity;
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
      drafts.add(memory(what, subject(what)));
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
          Draft memory = memory("My name is " + name, "person");
          memory.meta().put("attribute", "name");
          drafts.add(memory);
        }
      }
      case Naming.Unsure unsure -> {}
    }
  }

  private Draft memory(String text, String subject) {
    return new Draft("memory_kept", text, facts().put("speaker", "person").put("subject", subject));
  }

  private ObjectNode facts() {
    return drafts.facts().put("source_event_id", drafts.message().getEventId());
  }

  private static String subject(String text) {
    String words = " " + text.toLowerCase(Locale.ROOT) + " ";
    if (words.matches("(?s).*\\b(i|my|me|mine|we|our|us)\\b.*")) {
      return "person";
    }
    return words.matches("(?s).*\\b(you|your|yours)\\b.*") ? "mind" : "other";
  }
}
