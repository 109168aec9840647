package pmm.rpc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tokens of one run of a service, one a role. */
public final class TokenTable {
  private static final int TOKEN_BYTES = 32;

  private final Map<Role, String> tokens;

  private TokenTable(Map<Role, String> tokens) {
    this.tokens = tokens;
  }

  /** Fresh random tokens for these roles. */
  public static TokenTable generate(Set<Role> roles) {
    SecureRandom random = new SecureRandom();
    Map<Role, String> tokens = new EnumMap<>(Role.class);
    for (Role role : roles) {
      byte[] token = new byte[TOKEN_BYTES];
      random.nextBytes(token);
      tokens.put(role, Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }
    return new TokenTable(tokens);
  }

  /** The role that this token stands for. */
  public Optional<Role> role(String token) {
    Optional<Role> found = Optional.empty();
    byte[] given = token.getBytes(StandardCharsets.UTF_8);
    for (Map.Entry<Role, String> entry : tokens.entrySet()) {
      // Every token is compared, in constant time, so that the time taken tells nothing.
      if (MessageDigest.isEqual(entry.getValue().getBytes(StandardCharsets.UTF_8), given)) {
        found = Optional.of(entry.getKey());
      }
    }
    return found;
  }

  Map<Role, String> byRole() {
    return tokens;
  }
}
