package pmm.mindfile;

/**
 * Something that a person should know about a file that was opened.
 *
 * @param kind what it is
 * @param message what was found and what to do
 */
public record OpenNotice(Kind kind, String message) {
  /** What can be found. */
  public enum Kind {
    /** heads.log has seen more events than the file holds: an older copy, or a cut-off tail. */
    OLDER_THAN_LOG,
    /** heads.log has seen another event where the file holds one. */
    FORKED_FROM_LOG,
    /** The last signature is over more events than the file holds. */
    OLDER_THAN_SIGNATURE,
    /** Another home wrote the last event: the first one here is preceded by {@code opened_on}. */
    MOVED,
    /** A write-ahead log that does not continue the file was set aside. */
    WAL_SET_ASIDE,
    /** Something still holds words that were forgotten. */
    FORGETTING,
    /** The chain is broken: appends are refused. */
    BROKEN,
    /** A newer program wrote it: it can be read, and appends are refused. */
    NEWER_FORMAT,
    /** The file or its folder cannot be written: appends are refused. */
    READ_ONLY;

    /** Whether the log of heads has seen another history than the file holds. */
    boolean isRefutedByLog() {
      return this == OLDER_THAN_LOG || this == FORKED_FROM_LOG;
    }
  }
}
