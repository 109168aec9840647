package pmm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pmm.mindfile.MindFileException;
import pmm.mindfile.Prover;
import pmm.mindfile.proof.Checkpoint;
import pmm.mindfile.proof.MalformedException;
import pmm.mindfile.proof.ProofFile;
import pmm.mindfile.proof.SignedNote;
import pmm.mindfile.proof.VerifyingKey;

/**
 * Checks a proof, and who vouches for what it leads to: a trusted key, or a mind that is here.
 *
 * @param key the trusted key, if there is one
 * @param mind a mind.db to compare with where nobody has signed
 */
record ProofCheck(@Nullable VerifyingKey key, Path mind) {

  /**
   * What was found.
   *
   * @param vouched by whom the head is vouched for, in words
   */
  record Found(
      ProofFile proof, Optional<Prover.ProvedEvent> event, Checkpoint head, String vouched) {}

  /**
   * Checks it.
   *
   * @param older the signature over the older head that a continuation must start from
   * @throws Failure notSo if it proves nothing, notDone if that cannot be told
   */
  Found check(Path file, @Nullable Path older) {
    try {
      ProofFile proof = ProofFile.parse(read(file, ProofFile.MAX_BYTES));
      Optional<Prover.ProvedEvent> event = Prover.check(proof);
      Checkpoint head = Checkpoint.parse(proof.head().text());
      if (older != null) {
        startsFrom(proof, head, older);
      }
      return new Found(proof, event, head, vouched(file, proof.head(), head));
    } catch (MalformedException e) {
      throw Failure.notDone(file + " cannot be checked: " + Text.safe(e.getMessage()));
    } catch (MindFileException e) {
      if (e.reason() == MindFileException.Reason.BROKEN) {
        throw Failure.notSo(file + " proves nothing: " + Text.safe(e.getMessage()));
      }
      throw e;
    }
  }

  private static byte[] read(Path file, int most) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    } catch (IOException e) {
      throw Failure.notDone(
          Files.isDirectory(file)
              ? file + " is a folder (expected: a file in it)"
              : "There is no file " + file + " that can be read");
    }
  }

  private void startsFrom(ProofFile proof, Checkpoint head, Path older) {
    SignedNote note;
    Checkpoint signed;
    try {
      note = SignedNote.parse(read(older, 1 << 20));
      signed = Checkpoint.parse(note.text());
    } catch (MalformedException e) {
      throw Failure.notDone(older + " cannot be checked: " + Text.safe(e.getMessage()));
    }
    requireSigned(note, signed, older);
    boolean same =
        proof instanceof ProofFile.OfContinuation of
            && signed.origin().equals(head.origin())
            && signed.size() == of.proof().from()
            && java.util.Arrays.equals(signed.root(), of.fromRoot());
    if (!same) {
      throw Failure.notSo(
          "The proof does not start from what " + older + " signs: " + signed.size() + " events");
    }
  }

  private String vouched(Path file, SignedNote note, Checkpoint head) {
    if (!note.signatures().isEmpty()) {
      requireSigned(note, head, file);
      return "signed by the key " + (key == null ? "" : key.fingerprint());
    }
    if (!Files.isRegularFile(mind)) {
      throw Failure.notDone(
          "Nobody has signed what the proof leads to, and there is no mind here to compare with. It leads to the root "
              + head.rootHex());
    }
    try (Prover prover = Prover.open(mind)) {
      boolean here =
          head.size() <= prover.events()
              && head.size() > 0
              && prover.headAt(head.size()).text().equals(head.text());
      if (!here) {
        throw Failure.notSo("What the proof leads to is no state of " + mind);
      }
    }
    return "not signed; it is a state of " + mind;
  }

  private void requireSigned(SignedNote note, Checkpoint head, Path what) {
    switch (key == null ? SignedNote.Standing.UNKNOWN : note.judge(key, head.origin())) {
      case SIGNED -> {}
      case FORGED ->
          throw Failure.notSo(
              "The signature in " + what + " does not fit its text: it was changed");
      case UNKNOWN ->
          throw Failure.notDone(
                  "%s is signed by an unknown key (%s%s"
                      .formatted(
                          what,
                          note.keys(),
                          key == null
                              ? "). Give the public one with --key"
                              : "; trusted: %s, key id %s)"
                                  .formatted(key.fingerprint(), key.id(head.origin()))))
              .because("UNKNOWN_KEY");
    }
  }

  static List<List<String>> rows(Found found) {
    List<List<String>> rows = new java.util.ArrayList<>();
    rows.add(List.of("  mind", Text.safe(found.head().origin())));
    found
        .event()
        .ifPresent(event -> {
          rows.add(List.of("  time", Instant.ofEpochMilli(event.tsMs()).toString()));
          rows.add(List.of("  kind", Text.safe(event.kind())));
          String words = event.content();
          rows.add(List.of("  words", words == null ? "not shown" : Text.safe(words)));
        });
    rows.add(List.of("  Merkle root", found.head().rootHex()));
    rows.add(List.of("  head", found.vouched()));
    return rows;
  }

  static String line(Found found) {
    String of = Text.count(found.head().size(), "event");
    return switch (found.proof()) {
      case ProofFile.OfEvent event ->
          "event " + (event.proof().index() + 1) + " is one of the first " + of;
      case ProofFile.OfContinuation more ->
          "nothing up to event " + more.proof().from() + " was changed since; now " + of;
    };
  }

  /** What is said of a proof that does not hold. */
  static Map<String, @Nullable Object> document(Path file, Failure failure) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("file", file.toString());
    document.put("verdict", failure.exitCode() == ExitCode.NOT_SO ? "not_proved" : "not_checked");
    document.put("reason", failure.reason());
    document.put("message", failure.text());
    return document;
  }

  static Map<String, @Nullable Object> document(Path file, Found found) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("file", file.toString());
    document.put("verdict", "proved");
    document.put("origin", found.head().origin());
    document.put("event_count", found.head().size());
    document.put("merkle_root", found.head().rootHex());
    document.put("signed", !found.proof().head().signatures().isEmpty());
    found
        .event()
        .ifPresent(event -> {
          document.put("event_id", event.id());
          document.put("kind", event.kind());
          document.put("time_ms", event.tsMs());
          document.put("content", event.content());
        });
    if (found.proof() instanceof ProofFile.OfContinuation of) {
      document.put("from_event_id", of.proof().from());
    }
    return document;
  }
}
