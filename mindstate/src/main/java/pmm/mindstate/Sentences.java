package pmm.mindstate;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a mind to a person: one table for each language, from ids and numbers to
 * sentences. The page reads the same file. A sentence is in the form of ICU: <code>{place}</code>,
 * <code>{place, plural, =0 {...} one {...} other {...}}</code> with # for the number, and <code>
 * {place, select, word {...} other {...}}</code>.
 */
public final class Sentences {
  /** The only language so far. */
  public static final Sentences ENGLISH = read("en");

  private final Map<String, String> table;

  private Sentences(Map<String, String> table) {
    this.table = table;
  }

  /** What the page says on every screen is apart, so that it need not load all at once. */
  private static Sentences read(String language) {
    Map<String, String> all = new TreeMap<>(table(language + ".json"));
    all.putAll(table(language + "-stage.json"));
    return new Sentences(all);
  }

  private static Map<String, String> table(String name) {
    try (InputStream file = Sentences.class.getResourceAsStream("locales/" + name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in this jar");
      }
      return new JsonMapper().readValue(file, new Table());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Table extends TypeReference<Map<String, String>> {}

  /** Returns the ids of all sentences. */
  public Set<String> ids() {
    return table.keySet();
  }

  /** Returns whether there is a sentence of that id. */
  public boolean has(String id) {
    return table.containsKey(id);
  }

  /** Returns a sentence that has no places. */
  public String say(String id) {
    return say(id, Map.of());
  }

  /**
   * Returns a sentence.
   *
   * @param places what stands in its places, by their names
   * @throws IllegalArgumentException if there is no such sentence, or a place has nothing
   */
  public String say(String id, Map<String, ?> places) {
    String form = table.get(id);
    if (form == null) {
      throw new IllegalArgumentException("no sentence " + id);
    }
    return new Filling(form, places).until('\0', null);
  }

  /** Goes once through a form, and fills its places. */
  private static final class Filling {
    private final String form;
    private final Map<String, ?> places;
    private int at;

    Filling(String form, Map<String, ?> places) {
      this.form = form;
      this.places = places;
    }

    /** Returns what stands before the closing character, which is taken too. */
    String until(char closing, @Nullable Object number) {
      StringBuilder said = new StringBuilder();
      while (at < form.length() && form.charAt(at) != closing) {
        char next = form.charAt(at++);
        switch (next) {
          case '{' -> said.append(place());
          case '#' -> said.append(number == null ? "#" : number);
          default -> said.append(next);
        }
      }
      at++;
      return said.toString();
    }

    private String place() {
      String name = word();
      Object value = places.get(name);
      if (value == null) {
        throw new IllegalArgumentException("nothing for {" + name + "} in: " + form);
      }
      if (form.charAt(at++) == '}') {
        return value.toString();
      }
      String kind = word();
      at++;
      return choose(branches(kind.equals("plural") ? value : null), kind, value);
    }

    /** Every branch is read, so that the end of the last one is found. */
    private Map<String, String> branches(@Nullable Object number) {
      Map<String, String> branches = new LinkedHashMap<>();
      while (true) {
        String key = word();
        if (form.charAt(at++) == '}') {
          return branches;
        }
        branches.put(key, until('}', number));
      }
    }

    private static String choose(Map<String, String> branches, String kind, Object value) {
      String exact = (kind.equals("plural") ? "=" : "") + value;
      String usual = kind.equals("plural") && value.toString().equals("1") ? "one" : "other";
      String other = branches.getOrDefault("other", "");
      return branches.getOrDefault(exact, branches.getOrDefault(usual, other));
    }

    private String word() {
      int begin = at;
      while (",{}".indexOf(form.charAt(at)) < 0) {
        at++;
      }
      return form.substring(begin, at).strip();
    }
  }
}
