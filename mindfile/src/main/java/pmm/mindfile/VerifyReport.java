package pmm.mindfile;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What verifying found. */
public sealed interface VerifyReport {
  /** 0 whole, 1 broken, 2 could not be checked. */
  int exitCode();

  /**
   * Every event and row is as it was sealed.
   *
   * @param facts what was checked
   */
  record Whole(Facts facts) implements VerifyReport {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /**
   * Something is not as it was sealed.
   *
   * @param first the first bad event, or the first bad row where every event is intact
   * @param findings everything that was found, {@code first} first
   * @param facts what was checked up to there
   */
  record Broken(Finding first, List<Finding> findings, Facts facts) implements VerifyReport {
    /** Copies the list. */
    public Broken {
      findings = List.copyOf(findings);
    }

    @Override
    public int exitCode() {
      return 1;
    }
  }

  /**
   * Nothing can be said.
   *
   * @param reason why, for callers to decide by
   * @param message what was found and what was expected
   */
  record NotCheckable(MindFileException.Reason reason, String message) implements VerifyReport {
    @Override
    public int exitCode() {
      return 2;
    }
  }

  /**
   * What was checked.
   *
   * @param events how many events the file holds
   * @param intactThrough the last event up to which the chain is intact
   * @param headHash the recomputed hash of event {@code intactThrough}; null if there is none
   * @param merkleRoot the RFC 6962 root over the events up to {@code intactThrough}, in hex
   * @param mindId the id of the mind; null if it could not be read
   * @param forgottenAt how many parts of events were forgotten, by the event that says so
   * @param blobs how many chunks were checked
   * @param witnesses heads seen earlier, and how the chain stands to each
   * @param notCovered what no seal protects, in words
   */
  record Facts(
      long events,
      long intactThrough,
      @Nullable String headHash,
      String merkleRoot,
      @Nullable String mindId,
      SortedMap<Long, Long> forgottenAt,
      long blobs,
      List<Witness> witnesses,
      List<String> notCovered) {
    /** Copies the collections. */
    public Facts {
      forgottenAt = Collections.unmodifiableSortedMap(new TreeMap<>(forgottenAt));
      witnesses = List.copyOf(witnesses);
      notCovered = List.copyOf(notCovered);
    }

    /** The largest head that the chain holds and a trusted key has signed. */
    public Optional<Witness> signed() {
      return witnesses.stream()
          .filter(Witness::isSignedHere)
          .max(Comparator.comparingLong(Witness::size));
    }

    /** How many parts of events were forgotten. */
    public long forgotten() {
      return forgottenAt.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
