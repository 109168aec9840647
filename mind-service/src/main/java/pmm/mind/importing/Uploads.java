package pmm.mind.importing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import pmm.mind.contract.MindReason;
import pmm.mind.contract.Requests;
import pmm.rpc.PrivateFiles;
import pmm.rpc.Problem;

/**
 * Archives on their way in, each a file that only its owner may open. They are of this process:
 * what an earlier one left is deleted.
 */
final class Uploads {
  /** The most bytes that all uploads may have together. */
  static final long MOST_BYTES = 2L << 30;

  /** The most bytes of a part. */
  static final int PART_BYTES = 2 << 20;

  private static final Duration LIFE = Duration.ofHours(24);

  /** An archive is stored a second time as events; the rest is for everybody else. */
  private static final long MEGABYTE = 1_000_000;

  /** What the disk must have left for the mind itself. */
  private static final long ROOM = 32L << 20;

  private final Path folder;
  private final InstantSource clock;
  private final long most;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  /** Uploads in this folder, to be opened. */
  Uploads(Path folder, InstantSource clock) {
    this(folder, clock, MOST_BYTES);
  }

  /** The same, with fewer bytes for all together. */
  Uploads(Path folder, InstantSource clock, long most) {
    this.folder = folder;
    this.clock = clock;
    this.most = most;
  }

  /** Creates the folder, and empties it. */
  void open() {
    PrivateFiles.createFolder(folder);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path file : left) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot empty " + folder, e);
    }
  }

  /** An archive that is there as a whole. */
  record Whole(Path file, String name, long size, String sha256) {}

  private static final class Upload {
    private final Path file;
    private final String name;
    private final long declared;
    private final MessageDigest digest = Sha256.begin();
    private CompletableFuture<Void> digested = CompletableFuture.completedFuture(null);
    private long touched;
    private long received;
    private String sha256 = "";
    private int readers;
    private boolean dropped;

    private Upload(Path file, String name, long declared, long touched) {
      this.file = file;
      this.name = name;
      this.declared = declared;
      this.touched = touched;
    }

    private long taken() {
      return Math.max(declared, received);
    }

    /** Digests a part while the next one is on its way; no more than one waits. */
    private void digest(ByteBuffer part) {
      digested.join();
      digested = CompletableFuture.runAsync(() -> digest.update(part));
    }

    private String digest() {
      digested.join();
      return Sha256.hex(digest);
    }
  }

  /** Begins an upload; a size of 0 is not known yet. */
  synchronized String create(String name, long size) {
    dropOld();
    if (size < 0 || size > most) {
      throw Requests.bad("size_bytes", Long.toString(size), "0 to " + most);
    }
    requireShare(size, taken());
    requireRoom(2 * size);
    String id = UUID.randomUUID().toString();
    Path file = folder.resolve(id);
    try {
      FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
          .close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + file, e);
    }
    uploads.put(id, new Upload(file, name, size, clock.millis()));
    return id;
  }

  /** Takes the next bytes; those that are there already are left as they are. */
  synchronized long part(String id, long offset, ByteBuffer data) {
    Upload upload = find(id);
    long end = offset + data.remaining();
    if (offset < 0 || offset > upload.received || !upload.sha256.isEmpty()) {
      throw new Problem(
          MindReason.UPLOAD_MISMATCH,
          "offset: " + offset + " (expected: " + upload.received + ")",
          Map.of("received_bytes", Long.toString(upload.received)));
    }
    long whole = upload.declared == 0 ? most : upload.declared;
    if (end > whole) {
      throw Requests.bad("data", "bytes up to " + end, "up to " + whole);
    }
    if (end > upload.received) {
      requireShare(end, taken() - upload.taken());
      requireRoom(data.remaining());
      data.position(data.position() + (int) (upload.received - offset));
      append(upload, data);
    }
    return upload.received;
  }

  private static void append(Upload upload, ByteBuffer data) {
    ByteBuffer written = data.duplicate();
    try (FileChannel channel = FileChannel.open(upload.file, StandardOpenOption.WRITE)) {
      long at = upload.received;
      while (data.hasRemaining()) {
        at += channel.write(data, at);
      }
      upload.received = at;
      upload.digest(written);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + upload.file, e);
    }
  }

  /** Checks that all is there. */
  synchronized long finish(String id, String sha256) {
    Upload upload = find(id);
    if (upload.declared != 0 && upload.received != upload.declared) {
      throw new Problem(
          MindReason.UPLOAD_MISMATCH,
          "The upload has " + upload.received + " bytes (expected: " + upload.declared + ")",
          Map.of("received_bytes", Long.toString(upload.received)));
    }
    String actual = upload.sha256.isEmpty() ? upload.digest() : upload.sha256;
    if (!actual.equalsIgnoreCase(sha256)) {
      drop(id);
      throw new Problem(
          MindReason.UPLOAD_MISMATCH,
          "sha256: the bytes that arrived have " + actual + " (expected: " + sha256 + ")");
    }
    upload.sha256 = actual;
    return upload.received;
  }

  /** Does something with an archive, which stays until then though it be dropped. */
  <T> T held(String id, Function<Whole, T> work) {
    Whole archive = whole(id);
    hold(id);
    try {
      return work.apply(archive);
    } finally {
      release(id);
    }
  }

  /** Returns an archive that is there as a whole. */
  synchronized Whole whole(String id) {
    Upload upload = find(id);
    if (upload.sha256.isEmpty()) {
      throw new Problem(MindReason.UPLOAD_MISMATCH, "The upload was not finished");
    }
    return new Whole(upload.file, upload.name, upload.received, upload.sha256);
  }

  private synchronized void hold(String id) {
    find(id).readers++;
  }

  private synchronized void release(String id) {
    Upload upload = uploads.get(id);
    if (upload != null) {
      upload.readers--;
      deleteUnread(id, upload);
    }
  }

  /** Deletes an archive, once nobody reads it; one that is not there is deleted already. */
  synchronized void drop(String id) {
    Upload upload = uploads.get(id);
    if (upload != null) {
      upload.dropped = true;
      deleteUnread(id, upload);
    }
  }

  private void deleteUnread(String id, Upload upload) {
    if (!upload.dropped || upload.readers > 0) {
      return;
    }
    uploads.remove(id);
    try {
      Files.deleteIfExists(upload.file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + upload.file, e);
    }
  }

  private void dropOld() {
    long before = clock.millis() - LIFE.toMillis();
    uploads.entrySet().stream()
        .filter(each -> each.getValue().touched < before)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::drop);
  }

  private Upload find(String id) {
    dropOld();
    Upload upload = uploads.get(id);
    if (upload == null || upload.dropped) {
      throw new Problem(
          MindReason.UPLOAD_NOT_FOUND,
          "upload_id: " + id + " is not there; send the archive again",
          Map.of("upload_id", id));
    }
    upload.touched = clock.millis();
    return upload;
  }

  private long taken() {
    return uploads.values().stream().mapToLong(Upload::taken).sum();
  }

  private void requireShare(long bytes, long others) {
    if (others + bytes > most) {
      throw new Problem(
          MindReason.NO_ROOM,
          "Other uploads take " + others + " bytes; all together may take " + most);
    }
  }

  private void requireRoom(long bytes) {
    long free;
    try {
      free = Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot ask for the room in " + folder, e);
    }
    if (free < bytes + ROOM) {
      throw new Problem(
          MindReason.NO_ROOM,
          "The disk has %,d MB left, and this needs %,d MB: make room, and try again"
              .formatted(free / MEGABYTE, (bytes + ROOM) / MEGABYTE + 1));
    }
  }
}
