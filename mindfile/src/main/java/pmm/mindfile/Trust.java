package pmm.mindfile;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.proof.VerifyingKey;

/**
 * Whose signatures are believed.
 *
 * @param key the one key; null where none is known, so that every signature is by an unknown key
 * @param signature a signature that must be there and hold; null for the one beside the file, if
 *     there is one
 */
public record Trust(@Nullable VerifyingKey key, @Nullable Path signature) {
  /** Nobody's. */
  public static final Trust NONE = new Trust(null, null);
}
