package pmm.mindfile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an older file to the version of this program, one version a transaction: killed anywhere,
 * it is whole in one version or the next. The snapshot made before is the way back.
 */
final class Migration {
  private static final Logger LOG = LoggerFactory.getLogger(Migration.class);

  private final Path file;
  private final Schema schema;
  private final String home;
  private final Options options;
  private final FileReplacer.Steps steps;

  Migration(Path file, Schema schema, String home, Options options, FileReplacer.Steps steps) {
    this.file = file;
    this.schema = schema;
    this.home = home;
    this.options = options;
    this.steps = steps;
  }

  /** Migrates a file that was found whole, and that nobody has open. */
  void run(int from) throws IOException, SQLException {
    if (from >= schema.version()) {
      return;
    }
    Snapshot before = new Snapshots(file, options.clock()).create();
    steps.done("made a snapshot");
    try (Store store = new Store(Sqlite.writer(file))) {
      Chain chain = new Chain(home, options);
      for (int version = from + 1; version <= schema.version(); version++) {
        store.begin();
        migrate(store, chain, version, before);
        steps.done("wrote version " + version);
        store.commit();
        LOG.info("Migrated {} to format version {}", file, version);
        steps.done("migrated to version " + version);
      }
    }
  }

  private void migrate(Store store, Chain chain, int version, Snapshot before) throws SQLException {
    Connection db = store.connection();
    schema.step(db, version);
    chain.open(store.tip());
    chain.begin();
    String meta = JcsMeta.of(Map.of("from", version - 1, "to", version, "snapshot", before.name()));
    chain.append(
        store, PreparedAppend.of(AppendRequest.of(new Draft(Kinds.SCHEMA_MIGRATED, null, meta))));
    store.putConfig(Config.SCHEMA, Integer.toString(version));
  }
}
