package pmm.mindfile;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a restore, or an import, has done.
 *
 * @param through the last event of the state that came in
 * @param head the last event now
 * @param left the last event of what was left; empty where nothing of it could be read
 * @param kept where the file lies that was left; empty where there was none
 * @param forgottenAgain how many parts of events, forgotten since, were forgotten once more
 * @param forgottenUnknown whether what was forgotten in the mind that was left could not be read,
 *     so that words of it may be back
 */
public record RestoreReport(
    long through,
    Head head,
    Optional<Head> left,
    Optional<Path> kept,
    int forgottenAgain,
    boolean forgottenUnknown) {}
