package pmm.mind.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pmm.mind.archive.generate.Generator;

/**
 * What is read of a whole archive, against a count by a script that shares no code with the
 * readers.
 */
class IndependentCountTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void readsAllThatAScriptCounts(Generator.Kind kind) throws Exception {
    Path archive = folder.resolve("archive");
    Generator.write(7, 1 << 18, kind, archive);
    assertEquals(counted(archive), Figures.of(archive));
  }

  private Map<String, Long> counted(Path archive) throws Exception {
    URL script = Objects.requireNonNull(getClass().getResource("/archive/count.py"));
    Process python =
        new ProcessBuilder("python3", "-B", script.getPath(), archive.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String counts = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor());
    return new ObjectMapper().readValue(counts, new TypeReference<TreeMap<String, Long>>() {});
  }
}
