package pmm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one thing.
 *
 * @param what the thing
 * @param well whether nothing needs to be done
 * @param noted whether it was not looked at, or is only worth knowing
 * @param words what was found
 * @param fix what to do about it; empty if the words say it, or nothing is to be done
 * @param state the same for a program
 */
record DoctorCheck(
    String what, boolean well, boolean noted, String words, String fix, String state) {

  static DoctorCheck good(String what, String words) {
    return new DoctorCheck(what, true, false, words, "", "ready");
  }

  static DoctorCheck note(String what, String words) {
    return note(what, words, "", "not_asked");
  }

  static DoctorCheck note(String what, String words, String fix, String state) {
    return new DoctorCheck(what, true, true, words, fix, state);
  }

  static DoctorCheck bad(String what, String words, String fix, String state) {
    return new DoctorCheck(what, false, false, words, fix, state);
  }

  Map<String, @Nullable Object> document() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("what", what);
    fields.put("well", well);
    fields.put("state", state);
    fields.put("words", words);
    fields.put("fix", fix.isEmpty() ? null : fix);
    return fields;
  }
}
