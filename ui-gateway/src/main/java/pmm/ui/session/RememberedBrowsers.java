package pmm.ui.session;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.rpc.ConfigurationException;
import pmm.rpc.Home;
import pmm.rpc.PrivateFiles;
import pmm.rpc.Problem;

/** The public keys of browsers that may come back, in ui/browsers.json of the home. */
public final class RememberedBrowsers {
  private static final Duration CHALLENGE_VALID = Duration.ofSeconds(60);
  private static final int MOST = 50;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Clock clock;
  private final Map<String, RememberedBrowser> browsers = new LinkedHashMap<>();
  private final Map<String, Challenge> challenges = new HashMap<>();

  /** Those of this home. */
  public RememberedBrowsers(Home home, Clock clock) {
    this.file = home.file("ui/browsers.json");
    this.clock = clock;
    for (RememberedBrowser browser : read(file)) {
      browsers.put(browser.id(), browser);
    }
  }

  /** Whether there is none. */
  public synchronized boolean isEmpty() {
    return browsers.isEmpty();
  }

  synchronized List<RememberedBrowser> all() {
    return List.copyOf(browsers.values());
  }

  synchronized RememberedBrowser remember(byte[] publicKey, String userAgent) {
    long now = clock.millis();
    RememberedBrowser browser;
    try {
      String key = Base64.getEncoder().encodeToString(publicKey);
      browser = new RememberedBrowser(Secrets.name(), key, userAgent, now, now);
    } catch (IllegalArgumentException e) {
      throw new Problem(
              UiReason.KEY_NOT_VALID,
              publicKey.length + " bytes (expected: an uncompressed P-256 point of 65 bytes)")
          .inField("public_key");
    }
    if (browsers.size() == MOST) {
      browsers.values().stream()
          .min(Comparator.comparingLong(RememberedBrowser::lastSeenMs))
          .ifPresent(oldest -> browsers.remove(oldest.id()));
    }
    browsers.put(browser.id(), browser);
    write();
    return browser;
  }

  synchronized boolean forget(String id) {
    challenges.remove(id);
    boolean known = browsers.remove(id) != null;
    if (known) {
      write();
    }
    return known;
  }

  /** A nonce to sign; an unknown browser gets one too, so that the answer tells nothing. */
  synchronized byte[] challenge(String id) {
    byte[] nonce = Secrets.nonce();
    if (browsers.containsKey(id)) {
      challenges.put(id, new Challenge(nonce, clock.instant().plus(CHALLENGE_VALID)));
    }
    return nonce;
  }

  /** The browser, if it signed its open challenge, which is used up either way. */
  synchronized Optional<RememberedBrowser> answer(String id, byte[] signature) {
    @Nullable RememberedBrowser browser = browsers.get(id);
    @Nullable Challenge challenge = challenges.remove(id);
    if (browser == null
        || challenge == null
        || !clock.instant().isBefore(challenge.expires)
        || !browser.signed(challenge.nonce, signature)) {
      return Optional.empty();
    }
    RememberedBrowser seen = browser.seen(clock.millis());
    browsers.put(id, seen);
    write();
    return Optional.of(seen);
  }

  private static List<RememberedBrowser> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Arrays.asList(JSON.readValue(file.toFile(), RememberedBrowser[].class));
    } catch (IOException e) {
      throw new ConfigurationException(
          "cannot read " + file + " (remove it to forget all browsers): " + e.getMessage(), e);
    }
  }

  private void write() {
    try {
      PrivateFiles.createFolder(requireNonNull(file.getParent()));
      PrivateFiles.write(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(browsers.values()) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private record Challenge(byte[] nonce, Instant expires) {}
}
