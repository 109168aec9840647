package pmm.ledger.append;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import pmm.mindfile.Kinds;
import pmm.mindfile.Kinds.Group;
import pmm.rpc.Role;

/**
 * Who may append which kind. Kinds of the file's own life are appended by the file, but for the
 * mind's report of an import.
 */
final class KindRights {
  private static final Set<String> MODELS_OF_PROVIDER =
      Set.of("model_added", "model_removed", "fallback_set");

  private static final Set<String> OTHERS_OF_MIND =
      Set.of("setting_changed", "autonomy_changed", "tool_called", "tool_returned", Kinds.IMPORTED);

  private static final Map<Role, Set<String>> RIGHTS = new EnumMap<>(Role.class);

  static {
    RIGHTS.put(Role.MIND, kindsOfMind());
    RIGHTS.put(Role.PROVIDER, kindsOfProvider());
    RIGHTS.put(Role.UI, Set.of());
    RIGHTS.put(Role.CLI, Set.of());
    RIGHTS.put(Role.OTHER, Set.copyOf(Group.OTHERS.kinds()));
  }

  private KindRights() {}

  static boolean allows(Role role, String kind) {
    return RIGHTS.getOrDefault(role, Set.of()).contains(kind);
  }

  private static Set<String> kindsOfMind() {
    Stream<String> spoken =
        Stream.of(
                Group.TALK,
                Group.IDENTITY,
                Group.PROMISES,
                Group.MEMORY,
                Group.GROWTH,
                Group.IMPORTS)
            .flatMap(group -> group.kinds().stream())
            .filter(kind -> !MODELS_OF_PROVIDER.contains(kind));
    return Stream.concat(spoken, OTHERS_OF_MIND.stream()).collect(toUnmodifiableSet());
  }

  private static Set<String> kindsOfProvider() {
    Stream<String> audit =
        Arrays.stream(Group.values())
            .flatMap(group -> group.kinds().stream())
            .filter(Kinds::isControl)
            .filter(kind ->
                kind.startsWith("consent_")
                    || kind.startsWith("network_")
                    || kind.startsWith("codec_"));
    return Stream.concat(audit, MODELS_OF_PROVIDER.stream()).collect(toUnmodifiableSet());
  }
}
