package pmm.mindstate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What contradicts what, by worked examples. */
class ClaimTest {
  private static boolean contradict(String one, String other) {
    Claim left = Claim.of(one).orElseThrow(() -> new AssertionError("no claim: " + one));
    Claim right = Claim.of(other).orElseThrow(() -> new AssertionError("no claim: " + other));
    boolean contradict = left.contradicts(right);
    assertEquals(contradict, right.contradicts(left), "the other way round");
    return contradict;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "My name is Scott|My name is Robin",
        "My name is Scott|The person's name is Robin.",
        "I'm called Scott|my name is Robin",
        "Ich heiße Anna|Mein Name ist Eva",
        "Me llamo Ana|Mi nombre es Eva",
        "My sister's name is Ana|my sister is called Eva",
        "I live in Porto|I live in Lisbon",
        "I live in Porto|I now live in Lisbon with my wife",
        "I live in Porto|The person lives in Lisbon",
        "I live in Porto|Lives in Lisbon",
        "I live in Porto|I have moved to Lisbon.",
        "I'm living in Porto|I live in Lisbon now",
        "I live in Porto|I don't live in Porto any more",
        "I live in Porto|I no longer live in Porto",
        "Ich wohne in Bonn|Ich wohne jetzt in Mainz",
        "Vivo en Madrid|Yo vivo en Toledo",
        "My sister Ana lives in Porto|my sister Ana lives in Lisbon",
        "Ana lives in Porto|Ana lives in Faro, near the sea",
        "I work at Acme|I work for Initech",
        "I work at Acme|I'm working at Initech since May",
        "I work as a nurse|My job is teacher",
        "My birthday is 3 May|My birthday is on the 4th of May",
        "I was born on 3 May 1980|I was born on 3 May 1981",
        "My phone number is +49 30 1234|my phone number is +49 30 9999",
        "My email is a@example.org|My e-mail address is b@example.org",
        "My favourite colour is blue|My favourite colour is green",
        "My favourite colour is blue|The user's favourite colour is green",
        "My favorite number is 7|My favorite number is 11",
        "My shoe size is forty|My shoe size is forty-two",
        "The code of the garage is 4711|The code of the garage is 0815",
        "My dog is Rex|My dog is Max",
        "My dog is Rex|My dog is not Rex",
        "My wifi password is hunter2|my wifi password is hunter3",
        "Your name is Echo|Your name is Nova",
      })
  void theseContradictEachOther(String one, String other) {
    assertTrue(contradict(one, other), one + " / " + other);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "I live in Porto|I live in porto.",
        "I live in Porto|I live in Porto, Portugal",
        "I live in Porto|I live in Porto since 2020",
        "I live in Porto|My sister lives in Lisbon",
        "I live in Porto|I also live in Lisbon",
        "I live in Porto|I used to live in Lisbon",
        "I live in Porto|I don't live in Lisbon",
        "I don't live in Porto|I don't live in Lisbon",
        "I live in Porto|I would like to live in Lisbon",
        "I live in Porto|I work in Lisbon",
        "I work at Acme|I work as a nurse",
        "My name is Scott|My name is Scott Fitzgerald",
        "My name is Scott|My sister's name is Ana",
        "My name is Scott|Your name is Echo",
        "My birthday is 3 May|My birthday is May 3rd",
        "My birthday is 3 May|Ana's birthday is 4 May",
        "My phone number is 030 1234|My phone number is 030-1234",
        "My phone number is 030 1234|My email is a@example.org",
        "My favourite colour is blue|My favourite number is 7",
        "My favourite colour is blue|My favourite colour is dark blue",
        "My cat is Tom|My dog is Rex",
      })
  void theseDoNot(String one, String other) {
    Claim left = Claim.of(one).orElse(null);
    Claim right = Claim.of(other).orElse(null);
    if (left != null && right != null) {
      assertEquals(false, contradict(one, other), one + " / " + other);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "?",
        "Do I live in Porto?",
        "My name is Scott?",
        "If I live in Porto, say so",
        "My sister is tall",
        "My car is fast",
        "The weather is nice",
        "Tea is good",
        "buy milk",
        "My name is",
        "my dog is \"",
        "I live in\nPorto",
      })
  void theseClaimNothing(String text) {
    assertEquals(true, Claim.of(text).isEmpty(), () -> text + ": " + Claim.of(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "My name is Scott|name",
        "Actually, I live in Porto|home",
        "I work at Acme|work",
        "My birthday is 3 May|birthday",
        "My mobile is 0123|phone",
        "My e-mail is a@example.org|email",
        "My favourite tea is green|favourite",
        "The door code is 4711|property",
      })
  void anAttributeIsNamedWithoutThePersonsWords(String text, String attribute) {
    assertEquals(attribute, Claim.of(text).orElseThrow().attribute().id());
  }
}
