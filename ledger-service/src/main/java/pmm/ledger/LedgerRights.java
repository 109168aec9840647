package pmm.ledger;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static pmm.ledger.v1.LedgerServiceGrpc.getAppendEventsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getCopyLedgerMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getCreateSnapshotMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getDrillSnapshotMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getExportLedgerMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getGetBlobMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getGetEventMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getGetEventsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getGetLedgerInfoMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getGetProjectionMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getImportLedgerMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getListEventsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getListSnapshotsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getNoteCopyMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getPinSignatureMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getPruneSnapshotsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getPutProjectionMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getRedactEventsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getRestoreSnapshotMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getSearchEventsMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getVerifyLedgerMethod;
import static pmm.ledger.v1.LedgerServiceGrpc.getWatchEventsMethod;

import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import pmm.rpc.Access;
import pmm.rpc.Role;

/**
 * Which role may call which method. The process that parses hostile bytes cannot export, and the
 * browser cannot append.
 */
final class LedgerRights {
  private static final Set<String> FOLLOW =
      names(
          getGetEventMethod(),
          getGetEventsMethod(),
          getListEventsMethod(),
          getWatchEventsMethod(),
          getGetLedgerInfoMethod());
  private static final Set<String> SEARCH = names(getSearchEventsMethod());
  private static final Set<String> APPEND = names(getAppendEventsMethod());
  private static final Set<String> DERIVED =
      names(getGetBlobMethod(), getGetProjectionMethod(), getPutProjectionMethod());
  private static final Set<String> OWN =
      names(
          getGetBlobMethod(),
          getGetProjectionMethod(),
          getImportLedgerMethod(),
          getPinSignatureMethod());
  private static final Set<String> AUDIT = names(getVerifyLedgerMethod(), getExportLedgerMethod());
  private static final Set<String> SNAPSHOTS =
      names(getCreateSnapshotMethod(), getListSnapshotsMethod(), getRestoreSnapshotMethod());
  private static final Set<String> SNAPSHOT_UPKEEP =
      names(getPruneSnapshotsMethod(), getDrillSnapshotMethod());
  private static final Set<String> BEFORE_IMPORTS = names(getCreateSnapshotMethod());
  private static final Set<String> BRINGING = names(getImportLedgerMethod());
  private static final Set<String> FORGET = names(getRedactEventsMethod());
  private static final Set<String> BACKUP = names(getCopyLedgerMethod(), getNoteCopyMethod());

  static final Access TABLE =
      new Access(
          Map.of(
              Role.MIND, union(FOLLOW, SEARCH, APPEND, DERIVED, BEFORE_IMPORTS, BRINGING),
              Role.PROVIDER, union(FOLLOW, APPEND),
              Role.UI, union(FOLLOW, SEARCH, AUDIT, FORGET, SNAPSHOTS, BACKUP),
              Role.CLI,
                  union(FOLLOW, SEARCH, AUDIT, OWN, SNAPSHOTS, SNAPSHOT_UPKEEP, BACKUP, FORGET),
              Role.OTHER, union(FOLLOW, SEARCH, APPEND)));

  private LedgerRights() {}

  private static Set<String> names(MethodDescriptor<?, ?>... methods) {
    return Stream.of(methods).map(MethodDescriptor::getFullMethodName).collect(toUnmodifiableSet());
  }

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    return Stream.of(sets).flatMap(Set::stream).collect(toUnmodifiableSet());
  }
}
