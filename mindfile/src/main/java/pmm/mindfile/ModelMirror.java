package pmm.mindfile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one row of the table {@code meta}: the current model, as the newest {@code model_selected}
 * event says in {@code to: {model_id, digest}}, a model id being {@code provider:name}. It may also
 * say the {@code provider_version}.
 */
record ModelMirror(List<@Nullable String> columns) {
  static final String SELECT =
      "SELECT kernel_version, provider_name, provider_version, model_id, model_hash FROM meta";

  static ModelMirror none() {
    return new ModelMirror(Arrays.asList(HashChain.FORMAT, null, null, null, null));
  }

  static ModelMirror of(@Nullable String modelSelectedMeta) {
    Map<String, @Nullable Object> to = Json.child(Json.object(modelSelectedMeta), "to");
    Optional<String> model = Json.text(to, "model_id");
    return new ModelMirror(
        Arrays.asList(
            HashChain.FORMAT,
            model.map(id -> id.substring(0, Math.max(0, id.indexOf(':')))).orElse(null),
            Json.text(to, "provider_version").orElse(null),
            model.orElse(null),
            Json.text(to, "digest").orElse(null)));
  }

  void store(Connection db) throws SQLException {
    Sqlite.run(db, "DELETE FROM meta");
    try (PreparedStatement insert =
        db.prepareStatement("INSERT INTO meta VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < columns.size(); i++) {
        insert.setString(i + 1, columns.get(i));
      }
      insert.executeUpdate();
    }
  }
}
