package pmm.provider.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static pmm.provider.egress.EgressExtension.broken;
import static pmm.provider.egress.EgressExtension.refusal;
import static pmm.provider.egress.EgressExtension.status;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pmm.provider.codec.OllamaFacts;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;
import pmm.provider.ledger.Entry;
import pmm.provider.model.Model;
import pmm.provider.model.ModelDrafts;
import pmm.provider.network.Cancellation;
import pmm.provider.scripted.ScriptedServer;
import pmm.rpc.Problem;

/** Where a name may lead to. */
class NamesTest {

  @RegisterExtension final EgressExtension out = new EgressExtension();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:192.168.1.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2001:0:53aa:64c::1",
        "fc00::1",
        "fd12:3456::1",
        "fd00:ec2::254",
        "fe80::1",
        "fec0::1",
        "10.0.0.1",
        "100.64.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "169.254.1.1",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "ff02::1"
      })
  void aPublicNameLeadsToNoneOfThese(String address) {
    Model model = out.added("https://models.example.com/v1");
    try (EgressClient egress = out.egress(address, Set.of(), EgressExtension.PLATFORM)) {
      Problem refusal = refusal(egress, model);
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal.reason());
      assertTrue(refusal.text().startsWith("models.example.com is at "), refusal::text);
      assertTrue(refusal.text().contains("expected: a public address"), refusal::text);
    }
    assertEquals(List.of("models.example.com"), out.resolved, "resolved once");
    assertEquals("ADDRESS_REFUSED", out.result().text("error"));
  }

  @Test
  void aNameThatLeadsElsewhereTheSecondTimeIsRefusedThen() {
    Iterator<String> answers = List.of("::ffff:93.184.216.34", "127.0.0.1").iterator();
    Model model = out.added("https://models.example.com:9/v1");
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = out.egress(host -> List.of(InetAddress.getByName(answers.next())))) {
      // Only the address is judged here; nothing is to be reached at the first.
      assertTrue(opens(egress, model));
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal(egress, model).reason());
      assertEquals(List.of(), server.requests());
    }
  }

  @Test
  void oneStrangeAddressAmongTheRightOnesIsEnough() {
    Model model = out.added("https://models.example.com/v1");
    try (EgressClient egress =
        out.egress(host ->
            List.of(
                InetAddress.getByName("93.184.216.34"), InetAddress.getByName("192.168.1.1")))) {
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal(egress, model).reason());
    }
  }

  @Test
  void aNameThatIsSetToMeanThisDeviceIsAskedForOnTheRecord() {
    List<Entry> seenByResolver = new ArrayList<>();
    Model model = ofThisDevice("ollama");
    NameResolver nobody =
        host -> {
          seenByResolver.add(out.newest("network_attempt"));
          throw new UnknownHostException(host);
        };
    try (EgressClient egress = out.egress(nobody)) {
      Problem away = assertThrows(Problem.class, () -> egress.prove(model, new Cancellation()));
      assertEquals(ProviderReason.UNREACHABLE, away.reason());
      assertThrows(
          Problem.class, () -> egress.askHere(model, OllamaFacts.tags(), new Cancellation()));
    }
    assertEquals(2, seenByResolver.size());
    Entry attempt = seenByResolver.getFirst();
    assertEquals("ollama", attempt.text("host"));
    assertEquals("proved", attempt.text("locality"));
    assertEquals("UNREACHABLE", out.result().text("error"));
    assertEquals(0, out.result().number("sent_bytes"));
  }

  @Test
  void aNameThatIsNotAllowedIsNotAskedForAlsoWhereItMeansThisDevice() {
    Model model = ofThisDevice("ollama");
    try (EgressClient egress =
        out.egress("172.18.0.2", Set.of("api.openai.com"), EgressExtension.PLATFORM)) {
      Problem refusal = assertThrows(Problem.class, () -> egress.prove(model, new Cancellation()));
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal.reason());
    }
    assertEquals(List.of(), out.resolved);
  }

  private static Model ofThisDevice(String host) {
    return new ModelDrafts(Set.of(host), "")
        .model(
            new ModelDrafts.Draft(
                "ollama:m", "", "http://" + host + ":11434", "", 0, false, "", "", ""));
  }

  @Test
  void aNameOfTheHouseLeadsToNoLinkLocalAddressEither() {
    Model model = out.added("http://metadata.google.internal/v1");
    try (EgressClient egress = out.egress("169.254.169.254", Set.of(), EgressExtension.PLATFORM)) {
      assertEquals(ProviderReason.ADDRESS_REFUSED, refusal(egress, model).reason());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/v1",
        "http://[fd00:ec2::254]/v1",
        "http://[fe80::1]/v1",
        "http://[fe80::1%25eth0]/v1",
        "http://[::ffff:169.254.169.254]/v1",
        "https://[64:ff9b::a9fe:a9fe]/v1",
        "http://0.0.0.0/v1",
        "http://224.0.0.1/v1"
      })
  void noModelCanBeAddedAtSuchAnAddress(String url) {
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> out.added(url)).getMessage());
    assertTrue(said.contains("(expected: "), said);
  }

  @Test
  void usesNoProxyAndSaysSoWhereNothingAnswers() throws InterruptedException {
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "9");
    System.setProperty("http.nonProxyHosts", "none");
    try (ScriptedServer server = ScriptedServer.start(0);
        EgressClient egress = out.egress()) {
      assertEquals(200, status(egress, out.added("http://localhost:" + server.port() + "/v1")));
      server.close();
      Failure away = broken(egress, out.added("http://localhost:9/v1"));
      assertEquals(ProviderReason.UNREACHABLE, away.reason());
      assertTrue(
          away.message()
              .startsWith(
                  "Nothing answers at the address. No proxy is used, although http.proxyHost names"
                      + " one"),
          away::message);
    } finally {
      System.clearProperty("http.proxyHost");
      System.clearProperty("http.proxyPort");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  @Test
  void saysWhichProxyVariablesAreNotUsed() {
    Map<String, String> environment = Map.of("https_proxy", "http://p:1", "NO_PROXY", "*");
    String said = Breaks.of(environment, new Properties()).unreachable("Nobody.").message();
    assertTrue(said.startsWith("Nobody. No proxy is used, although https_proxy names one"), said);
    assertFalse(said.contains("http://p:1"), "a proxy's address may hold a password");
    assertEquals("Nobody.", Breaks.of(Map.of(), Map.of()).unreachable("Nobody.").message());
  }

  private static boolean opens(EgressClient egress, Model model) {
    try {
      egress
          .open(EgressExtension.outbound(model), new Cancellation())
          .close(Outcome.CANCELLED, Spent.NOTHING);
      return true;
    } catch (InterruptedException | Problem e) {
      return false;
    }
  }
}
