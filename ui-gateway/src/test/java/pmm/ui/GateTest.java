package pmm.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GateTest {
  private static final String EXCHANGE = "/pmm.ui.v1.DoorService/ExchangeLoginCode";
  private static final String WEB = "application/grpc-web+proto";

  private final Fixture fixture;

  GateTest(@TempDir Path folder) {
    fixture = new Fixture(folder);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  @Test
  void answersOnlyUnderItsFourNames() {
    int port = fixture.port();
    for (String host :
        new String[] {
          fixture.ownHost(), "localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port
        }) {
      assertEquals(200, get(host, "/").status().code(), host);
    }
    for (String host :
        new String[] {
          "evil.example",
          "evil.example:" + port,
          "localhost",
          "localhost:1",
          "127.0.0.2:" + port,
          "LOCALHOST:" + port,
          "pmm-00000000.localhost:" + port,
          "x." + fixture.ownHost(),
          fixture.ownHost() + ".evil.example"
        }) {
      assertEquals(421, get(host, "/").status().code(), host);
      assertEquals(421, post(host, EXCHANGE, WEB).status().code(), host);
    }
  }

  @Test
  void answersUnderMoreNamesOnlyWhereTheOwnerWroteThemDown(@TempDir Path folder) {
    Map<String, String> settings = Map.of("ui.allowed_hosts", "mind.lan, ui-gateway:3000");
    try (Fixture named = new Fixture(folder, settings)) {
      for (String host : new String[] {"mind.lan", "ui-gateway:3000"}) {
        assertEquals(200, named.http(host).get("/").aggregate().join().status().code(), host);
      }
      assertEquals(421, named.http("lan").get("/").aggregate().join().status().code());
    }
  }

  @Test
  void aRequestWithoutAHostIsMisdirected() throws IOException {
    assertTrue(raw("GET / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 421"));
  }

  @Test
  void listensOnIpv6TooWhereThereIsOne() throws IOException {
    for (var address :
        pmm.ui.door.Listening.from(pmm.rpc.Config.of(Map.of("ui.port", "0"))).addresses()) {
      try (Socket socket = new Socket(address.getAddress(), fixture.port())) {
        assertTrue(socket.isConnected());
      }
    }
  }

  @Test
  void refusesOtherOrigins() {
    for (String origin :
        new String[] {
          "http://evil.example",
          "null",
          "https://" + fixture.ownHost(),
          "http://localhost:" + fixture.port()
        }) {
      assertEquals(403, get(fixture.ownHost(), "/", "origin", origin).status().code(), origin);
      assertEquals(
          403, post(fixture.ownHost(), EXCHANGE, WEB, "origin", origin).status().code(), origin);
    }
    assertEquals(
        200, get(fixture.ownHost(), "/", "origin", "http://" + fixture.ownHost()).status().code());
  }

  @Test
  void fetchesFromElsewhereAreRefusedButVisitsAreNot() {
    String[] visit = {"sec-fetch-mode", "navigate", "sec-fetch-dest", "document"};
    for (String site : new String[] {"cross-site", "same-site", "none"}) {
      assertEquals(403, get(fixture.ownHost(), "/", "sec-fetch-site", site).status().code());
      assertEquals(
          403,
          get(
                  fixture.ownHost(),
                  "/",
                  "sec-fetch-site",
                  site,
                  "sec-fetch-mode",
                  "navigate",
                  "sec-fetch-dest",
                  "iframe")
              .status()
              .code());
      assertEquals(
          200,
          get(
                  fixture.ownHost(),
                  "/",
                  "sec-fetch-site",
                  site,
                  visit[0],
                  visit[1],
                  visit[2],
                  visit[3])
              .status()
              .code());
      assertEquals(
          403, post(fixture.ownHost(), EXCHANGE, WEB, "sec-fetch-site", site).status().code());
    }
  }

  @Test
  void refusesEveryOtherFormatAndMethod() {
    for (String format :
        new String[] {
          "application/json",
          "text/plain",
          "application/x-www-form-urlencoded",
          "application/grpc-web",
          "application/grpc-web-text+proto",
          "application/grpc-web+proto; charset=utf-8",
          "application/proto"
        }) {
      assertEquals(415, post(fixture.ownHost(), EXCHANGE, format).status().code(), format);
    }
    assertEquals(
        403,
        post(
                fixture.ownHost(),
                EXCHANGE,
                "application/grpc",
                "origin",
                "http://" + fixture.ownHost())
            .status()
            .code());
    for (HttpMethod method :
        new HttpMethod[] {HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE}) {
      AggregatedHttpResponse answer = send(fixture.ownHost(), method, EXCHANGE);
      assertEquals(405, answer.status().code());
      assertFalse(answer.headers().contains("access-control-allow-origin"));
    }
  }

  @Test
  void theDoorwayNamesTakeNoBrowserCalls() {
    assertEquals(403, post("localhost:" + fixture.port(), EXCHANGE, WEB).status().code());
  }

  @Test
  void theDoorwayOnlyLeadsToThePage() {
    String host = "127.0.0.1:" + fixture.port();
    String html = get(host, "/").contentUtf8();
    assertTrue(html.contains("href=\"http://" + fixture.ownHost() + "/\""), html);
    assertTrue(html.contains("Stay on localhost"), html);
    assertEquals(200, get(host, "/doorway.css").status().code());
    assertEquals(404, get(host, "/assets/app-0a1b2c3d.js").status().code());
    assertEquals(html, get(host, "/privacy").contentUtf8());
  }

  @Test
  void aMissingFileIsMissingAndAnAddressInThePageIsThePage() {
    String host = fixture.ownHost();
    assertEquals(404, get(host, "/assets/gone-12345678.js").status().code());
    assertEquals(404, get(host, "/assets/gone").status().code());
    assertEquals(404, get(host, "/gone.png").status().code());
    AggregatedHttpResponse page = get(host, "/conversations/7");
    assertEquals(200, page.status().code());
    assertTrue(page.contentUtf8().contains("page of the test"));
    assertTrue(cacheControl(page).contains("no-store"), cacheControl(page));
    assertTrue(cacheControl(get(host, "/index.html")).contains("no-store"));
  }

  @Test
  void hashedAssetsAreImmutableAndServedCompressed() {
    AggregatedHttpResponse plain = get(fixture.ownHost(), "/assets/app-0a1b2c3d.js");
    assertTrue(cacheControl(plain).contains("immutable"), cacheControl(plain));
    assertTrue(String.valueOf(plain.contentType()).contains("javascript"));
    AggregatedHttpResponse packed =
        get(fixture.ownHost(), "/assets/app-0a1b2c3d.js", "accept-encoding", "gzip");
    assertEquals("gzip", packed.headers().get(HttpHeaderNames.CONTENT_ENCODING));
    assertTrue(String.valueOf(packed.contentType()).contains("javascript"));
  }

  @Test
  void pathsDoNotLeaveTheFolder() throws IOException {
    for (String path :
        new String[] {
          "/../pmm/ui/Main.class", "/assets/..%2f..%2fpmm/ui/Main.class", "//etc/passwd"
        }) {
      String answer =
          raw(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: "
                  + fixture.ownHost()
                  + "\r\nConnection: close\r\n\r\n");
      assertTrue(
          answer.startsWith("HTTP/1.1 40") || answer.contains("page of the test"), path + answer);
    }
  }

  @Test
  void saysInOneLineOfItsOwnThatARequestIsOdd() throws IOException {
    String gone = "404 Not Found: there is no ";
    String own = fixture.ownHost();
    assertEquals(gone + "/gone.png\n", get(own, "/gone.png").contentUtf8());
    assertEquals(gone + "/assets/gone\n", get(own, "/assets/gone").contentUtf8());
    assertEquals(gone + "/no.Such/Rpc\n", post(own, "/no.Such/Rpc", WEB).contentUtf8());
    String bad = raw("GET /../x HTTP/1.1\r\nHost: " + own + "\r\nConnection: close\r\n\r\n");
    assertTrue(bad.startsWith("HTTP/1.1 400"), bad);
    assertTrue(
        bad.endsWith(
            "\r\n\r\n400 Bad Request: PMM does not take this request"
                + " (expected: what pmm open prints)\n"),
        bad);
  }

  @Test
  void everyAnswerCarriesThePolicy() {
    String own = fixture.ownHost();
    AggregatedHttpResponse[] answers = {
      get(own, "/"),
      get(own, "/assets/app-0a1b2c3d.js"),
      get(own, "/assets/gone.js"),
      get("localhost:" + fixture.port(), "/"),
      get("evil.example", "/"),
      get(own, "/", "origin", "null"),
      post(own, EXCHANGE, "text/plain"),
      post(own, EXCHANGE, WEB),
      post(own, "/pmm.provider.v1.ProviderService/Generate", WEB),
      send(own, HttpMethod.OPTIONS, "/"),
    };
    for (AggregatedHttpResponse answer : answers) {
      String policy = answer.headers().get("content-security-policy");
      assertNotNull(policy, answer::toString);
      assertTrue(
          policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self'"), policy);
      assertTrue(policy.contains("frame-ancestors 'none'"), policy);
      assertTrue(
          policy.endsWith("require-trusted-types-for 'script'; trusted-types 'none'"), policy);
      assertEquals("nosniff", answer.headers().get("x-content-type-options"));
      assertEquals("no-referrer", answer.headers().get("referrer-policy"));
      assertEquals("same-origin", answer.headers().get("cross-origin-opener-policy"));
      assertEquals("same-origin", answer.headers().get("cross-origin-resource-policy"));
      assertEquals("require-corp", answer.headers().get("cross-origin-embedder-policy"));
      answer
          .headers()
          .names()
          .forEach(name -> assertFalse(name.startsWith("access-control-"), name::toString));
    }
  }

  private AggregatedHttpResponse get(String host, String path, String... headers) {
    return send(host, HttpMethod.GET, path, headers);
  }

  private AggregatedHttpResponse post(String host, String path, String format, String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "content-type";
    all[headers.length + 1] = format;
    return send(host, HttpMethod.POST, path, all);
  }

  private AggregatedHttpResponse send(
      String host, HttpMethod method, String path, String... headers) {
    RequestHeadersBuilder request = RequestHeaders.builder(method, path);
    for (int i = 0; i < headers.length; i += 2) {
      request.set(headers[i], headers[i + 1]);
    }
    return fixture.http(host).execute(HttpRequest.of(request.build())).aggregate().join();
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", fixture.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String cacheControl(AggregatedHttpResponse answer) {
    return answer.headers().get(HttpHeaderNames.CACHE_CONTROL, "");
  }
}
