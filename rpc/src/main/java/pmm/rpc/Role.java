package pmm.rpc;

import java.util.Arrays;
import java.util.Optional;

/** What a caller is to the mesh; each role has a token of its own at each service. */
public enum Role {
  /** The process that speaks. */
  MIND("mind"),
  /** The process that may talk to the network. */
  PROVIDER("provider"),
  /** The door for browsers; it adds who sits behind it. */
  UI("ui"),
  /** The person's command; it adds which one it was. */
  CLI("cli"),
  /** Any other program of the person. */
  OTHER("other");

  private final String id;

  Role(String id) {
    this.id = id;
  }

  /** The name in token files and records. */
  public String id() {
    return id;
  }

  /**
   * Who holds its tokens: the door calls as each of the person's roles, so theirs lie in one place.
   */
  String holder() {
    return switch (this) {
      case MIND, PROVIDER -> id;
      case UI, CLI, OTHER -> "person";
    };
  }

  /** Whether this role may say on whose behalf it calls. */
  boolean namesActors() {
    return this == UI || this == CLI;
  }

  /** The role of this name. */
  public static Optional<Role> ofId(String id) {
    return Arrays.stream(values()).filter(role -> role.id.equals(id)).findFirst();
  }
}
