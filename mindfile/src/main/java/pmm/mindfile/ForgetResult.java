package pmm.mindfile;

import java.util.List;

/**
 * What was forgotten.
 *
 * @param redactionEventId the event that says so; 0 if there was nothing left to forget
 * @param contents the events whose content was forgotten now
 * @param metas the events whose meta was forgotten now
 * @param pending what is still to be done in this home, in sentences; empty when all is done
 * @param unreachable what no program of this home reaches, in sentences
 */
public record ForgetResult(
    long redactionEventId,
    List<Long> contents,
    List<Long> metas,
    List<String> pending,
    List<String> unreachable) {
  /** Copies the lists. */
  public ForgetResult {
    contents = List.copyOf(contents);
    metas = List.copyOf(metas);
    pending = List.copyOf(pending);
    unreachable = List.copyOf(unreachable);
  }
}
