package pmm.mind.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import pmm.mind.archive.aistudio.AiStudioReader;
import pmm.mind.archive.card.CardReader;
import pmm.mind.archive.card.PngText;
import pmm.mind.archive.chatgpt.ChatGptReader;
import pmm.mind.archive.claude.ClaudeReader;
import pmm.mind.archive.gemini.TakeoutReader;
import pmm.mind.archive.json.JsonPeek;
import pmm.mind.archive.json.Utf8;
import pmm.mind.archive.letta.LettaReader;
import pmm.mind.archive.model.ArchiveException;
import pmm.mind.archive.model.ArchiveException.Reason;
import pmm.mind.archive.model.Format;
import pmm.mind.archive.model.Place;
import pmm.mind.archive.model.Unreadable;
import pmm.mind.archive.predecessor.LedgerReader;
import pmm.mind.archive.reader.Clue;
import pmm.mind.archive.reader.FormatReader;
import pmm.mind.archive.roleplay.AgnaiReader;
import pmm.mind.archive.roleplay.CaiReader;
import pmm.mind.archive.roleplay.OobaboogaReader;
import pmm.mind.archive.sillytavern.SillyTavernReader;
import pmm.mind.archive.source.Limits;
import pmm.mind.archive.source.Member;
import pmm.mind.archive.source.Source;

/** Finds the reader of each file by what the file holds; its name only helps. */
final class Recogniser {
  private static final List<FormatReader> READERS =
      List.of(
          new ChatGptReader(),
          new ClaudeReader(),
          new LedgerReader(),
          new LettaReader(),
          new AiStudioReader(),
          new TakeoutReader(),
          new CardReader(),
          new SillyTavernReader(),
          new OobaboogaReader(),
          new AgnaiReader(),
          new CaiReader());

  /** Attachments of ChatGPT may be JSON or pages too; there are thousands of them. */
  private static final Pattern ATTACHMENT = Pattern.compile("file[-_][a-z0-9]{6,}.*");

  private static final Pattern TALK = Pattern.compile(".*\\.(json|jsonl|html?|af|db|sqlite3?)");
  private static final Set<Format> PICTURED =
      EnumSet.of(Format.SILLYTAVERN, Format.CHARACTER_CARD, Format.AGNAI);
  private static final int HEAD = 1 << 18;
  private static final int PEEK = 64;
  private static final String MARK = "\u00ef\u00bb\u00bf";
  private static final int TOLD = 5;

  /** An export may be delivered as a list of its parts, each to be fetched by itself. */
  private static final Pattern LINKS =
      Pattern.compile("(?s)^\\s*[\\[{](?=.*conversations).*\"https?://");

  private static final int LONGEST_LINKS = 1 << 14;
  private static final String LINKED =
      "holds links to an export, and nothing of the export itself: fetch what each of them leads to,"
          + " put all of it into one folder, and import that";

  /** No text has these. */
  private static final Pattern NO_TEXT =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1a\\x1c-\\x1f]");

  private static final String SQLITE = "SQLite format 3\0";

  private final Limits limits;
  private final Map<FormatReader, List<Member>> known = new LinkedHashMap<>();
  private final List<Unreadable> broken = new ArrayList<>();
  private final List<String> tried = new ArrayList<>();

  /** How many bytes may still be unpacked twice. */
  private long left = 1L << 30;

  private Recogniser(Limits limits) {
    this.limits = limits;
  }

  /**
   * What is known of an archive.
   *
   * @param files the files of each reader, by name
   * @param broken files that look like talk, but cannot even be looked into
   */
  record Recognised(Map<FormatReader, List<Member>> files, List<Unreadable> broken) {}

  static Recognised recognise(Source source, Limits limits) throws IOException {
    Recogniser recogniser = new Recogniser(limits);
    ArchiveException problem = null;
    for (Member file : source.members()) {
      try {
        recogniser.look(file, source.members().size() == 1);
      } catch (ArchiveException e) {
        problem = problem == null ? e : problem;
        recogniser.broken.add(
            new Unreadable(Place.of(file.member()), "", String.valueOf(e.getMessage())));
      }
    }
    if (recogniser.known.keySet().stream().allMatch(Recogniser::bringsPictures)) {
      recogniser.lookAtPictures(source);
    }
    if (recogniser.known.isEmpty()) {
      throw problem == null ? recogniser.unrecognised(source) : problem;
    }
    return new Recognised(recogniser.known, recogniser.broken);
  }

  private void look(Member file, boolean alone) throws IOException {
    String name = file.baseName();
    boolean attachment = !alone && ATTACHMENT.matcher(name).matches();
    if (TALK.matcher(name).matches() && !attachment) {
      add(file);
    } else if (alone) {
      add(isPacked(head(file, PEEK)) ? unzipped(file) : file);
    } else if (!attachment) {
      lookInside(file);
    }
  }

  /** A name that says nothing may be one of talk: AI Studio gives its files none. */
  private void lookInside(Member file) throws IOException {
    try {
      String head = head(file, PEEK).stripLeading();
      if (head.startsWith("{") || head.startsWith("[")) {
        add(file);
      } else if (isPacked(head)) {
        add(unzipped(file));
      }
    } catch (ArchiveException e) {
      tried.add(String.valueOf(e.getMessage()));
    }
  }

  private static boolean isPacked(String head) {
    return head.startsWith("\u001f\u008b");
  }

  private Member unzipped(Member file) throws IOException {
    Member unzipped = file.unzipped(left);
    left -= unzipped.size();
    return unzipped;
  }

  /** The first bytes as Latin-1, without the mark that says that they are UTF-8. */
  private static String head(Member file, int length) throws IOException {
    try (InputStream in = file.open()) {
      String head = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
      return head.startsWith(MARK) ? head.substring(MARK.length()) : head;
    }
  }

  /**
   * Characters are pictures beside their chats; elsewhere pictures are attachments, of which there
   * are thousands.
   */
  private static boolean bringsPictures(FormatReader reader) {
    return PICTURED.contains(reader.format());
  }

  private void lookAtPictures(Source source) throws IOException {
    if (source.members().size() > 1) {
      for (Member file : source.members()) {
        if (file.baseName().endsWith(".png")) {
          add(file);
        }
      }
    }
  }

  private void add(Member file) throws IOException {
    reader(file)
        .ifPresent(reader -> known.computeIfAbsent(reader, each -> new ArrayList<>()).add(file));
  }

  private Optional<FormatReader> reader(Member file) throws IOException {
    String head = head(file, HEAD);
    String shown = PngText.isPng(head) ? PngText.keywords(file) : head;
    Optional<FormatReader> reader = knownBy(new Clue(file.baseName(), Set.of(), shown));
    if (reader.isPresent()) {
      return reader;
    }
    String kind = kind(head);
    if (!kind.isEmpty()) {
      tried.add(file + " " + kind);
      return Optional.empty();
    }
    JsonPeek json = new JsonPeek(limits);
    reader = json.find(file, fields -> knownBy(new Clue(file.baseName(), fields, "")));
    if (reader.isEmpty()) {
      tried.add(file + " " + (isLinks(head) ? LINKED : json.seen()));
    }
    return reader;
  }

  private static boolean isLinks(String head) {
    return head.length() < LONGEST_LINKS && LINKS.matcher(head).find();
  }

  private static Optional<FormatReader> knownBy(Clue clue) {
    return READERS.stream().filter(reader -> reader.knows(clue)).findFirst();
  }

  /** What a file is that is not JSON; empty if it may be. */
  private static String kind(String head) {
    if (head.isBlank()) {
      return "is empty";
    }
    if (head.startsWith(SQLITE) && head.contains("content_salt")) {
      return "is a mind of PMM itself, no archive of talk";
    }
    if (head.startsWith(SQLITE)) {
      return "is a database of SQLite";
    }
    if (head.startsWith("PK\3\4")) {
      return "is a ZIP within the archive";
    }
    if (head.startsWith("\u0089PNG")) {
      return "is a picture without a character card";
    }
    if (head.startsWith("%PDF")) {
      return "is a PDF";
    }
    if (head.startsWith("\u00ff\u00d8\u00ff")) {
      return "is a photo (JPEG)";
    }
    if (head.startsWith("Rar!") || head.startsWith("7z\u00bc\u00af")) {
      return "is packed in a way that is not read: unpack it, and import the folder";
    }
    if (head.startsWith("ftyp", 4)) {
      return "is a video or a sound (MP4)";
    }
    if (!Utf8.isOther(head)
        && NO_TEXT.matcher(head.substring(0, Math.min(head.length(), PEEK))).find()) {
      return "is no text, but the bytes of a picture, a sound, a program or the like";
    }
    char first = head.stripLeading().charAt(0);
    if (first < 0x80 && Character.isLetter(first)) {
      return "is no JSON";
    }
    return first == '<' ? "is a page that no known program writes" : "";
  }

  private ArchiveException unrecognised(Source source) {
    if (source.members().isEmpty()) {
      return new ArchiveException(Reason.UNRECOGNISED, source.name() + " holds no files");
    }
    Optional<Member> nested =
        source.members().stream()
            .filter(file -> file.baseName().matches(".*\\.(zip|7z|rar|tar|t?gz)"))
            .findFirst();
    if (nested.isPresent()) {
      return new ArchiveException(
          Reason.NESTED,
          source.name()
              + " holds no talk but another archive, "
              + nested.get()
              + ": unpack it, then import what was in it");
    }
    String looked =
        tried.isEmpty()
            ? "it holds no file of JSON, but "
                + source.members().stream()
                    .limit(TOLD)
                    .map(Member::member)
                    .collect(Collectors.joining(", "))
            : tried.stream().limit(TOLD).collect(Collectors.joining("; "));
    String formats =
        READERS.stream()
            .map(reader -> reader.format().title())
            .distinct()
            .collect(Collectors.joining(", "));
    return new ArchiveException(
        Reason.UNRECOGNISED,
        source.name()
            + " is no archive that is known: "
            + looked
            + ". Expected: the ZIP, folder or file that you are given where you ask for your data."
            + " Tried: "
            + formats);
  }
}
