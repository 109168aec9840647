package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.mindstate.NameGrammar.Naming;

class GrammarTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Your name is Echo.|Echo",
        "your name is now Echo!|Echo",
        "From now on, I'll call you Nova|Nova",
        "Hello! I will call you Ada Lovelace, ok|Ada Lovelace",
        "Your name is “blue heron”|blue heron",
        "Your name is \"élan 🌙 <b>x</b>, 2\"|élan 🌙 <b>x</b>, 2",
        "Your name is Echo and mine is Scott|Echo",
        "So, your name is Ωμέγα.|Ωμέγα",
        "I’ll call you 'Echo'|Echo",
      })
  void thePersonNamesTheMind(String message, String name) {
    assertEquals(List.of(new Naming.OfMind(name)), NameGrammar.namings(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Your name is Echo.|…",
        "Hi. Your name is Echo! I live in Porto.|Hi. … I live in Porto.",
        "Your name is Nova.|Your name is Nova.",
        "Is your name Echo? It costs $1.|Is your name Echo? It costs $1.",
      })
  void aNamingCanBeCutOut(String message, String rest) {
    assertEquals(rest, NameGrammar.without(message, new Naming.OfMind("Echo")::equals));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Is your name Echo?",
        "Your name is Echo?",
        "Your name is not Echo",
        "Your name is too long",
        "I'll call you back",
        "I'll call you when I am in Porto",
        "If your name is Echo, say so",
        "She said that your name is Echo",
        "I am Scott",
        "Remember that your name is Echo",
      })
  void nothingIsAdopted(String message) {
    assertEquals(List.of(), NameGrammar.namings(message));
  }

  @Test
  void aSmallLetterIsAskedBack() {
    assertEquals(List.of(new Naming.Unsure("echo")), NameGrammar.namings("your name is echo"));
  }

  @Test
  void myNameIsThePersons() {
    assertEquals(
        List.of(new Naming.OfPerson("Scott"), new Naming.OfMind("Echo")),
        NameGrammar.namings("Hi, my name is Scott. Your name is Echo."));
    assertEquals(
        List.of(new Naming.OfPerson("Martha")),
        NameGrammar.namings("Sorry, actually my name is Martha."));
  }

  @Test
  void aLongOpeningIsRead() {
    String opening = "ok ".repeat(100_000);
    assertEquals(List.of(), NameGrammar.namings(opening));
    assertEquals(
        List.of(new Naming.OfMind("Echo")), NameGrammar.namings(opening + "your name is Echo"));
  }
}
