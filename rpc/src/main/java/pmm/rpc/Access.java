package pmm.rpc;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Which role may call what.
 *
 * @param methods full method names ("a.b.v1.Service/Method") or whole services ("a.b.v1.Service/*")
 *     of each role; a role that is missing gets no token
 */
public record Access(Map<Role, Set<String>> methods) {
  private static final String HEALTH = "grpc.health.v1.Health/";

  /** Asked by supervisors and containers, which hold no token, and says nothing about anyone. */
  private static final String OPEN_TO_ALL = HEALTH + "Check";

  /** Open to whoever has a token. */
  private static final Set<String> OPEN_TO_TOKENS =
      Set.of(
          HEALTH,
          "grpc.reflection.v1.ServerReflection/",
          "grpc.reflection.v1alpha.ServerReflection/");

  /** Copies the table. */
  public Access {
    Map<Role, Set<String>> copy = new EnumMap<>(Role.class);
    methods.forEach((role, names) -> copy.put(role, Set.copyOf(names)));
    methods = copy;
  }

  /** The roles that get a token. */
  public Set<Role> roles() {
    return Set.copyOf(methods.keySet());
  }

  boolean needsToken(String method) {
    return !method.equals(OPEN_TO_ALL);
  }

  /** Whether this role may call this method, by its full name. */
  public boolean allows(Role role, String method) {
    String service = method.substring(0, method.indexOf('/') + 1);
    Set<String> own = methods.getOrDefault(role, Set.of());
    return own.contains(method) || own.contains(service + "*") || OPEN_TO_TOKENS.contains(service);
  }
}
