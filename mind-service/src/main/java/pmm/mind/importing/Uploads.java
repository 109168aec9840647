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
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
  private static final long ROOM = 256L << 20;

  private final Path folder;
  private final InstantSource clock;
  private final Map<String, Upload> uploads = new LinkedHashMap<>();

  /** Uploads in this folder, to be opened. */
  Uploads(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
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
    private final long since;
    private long received;
    private String sha256 = "";

    private Upload(Path file, String name, long declared, long since) {
      this.file = file;
      this.name = name;
      this.declared = declared;
      this.since = since;
    }

    private long taken() {
      return Math.max(declared, received);
    }

    private long most() {
      return declared == 0 ? MOST_BYTES : declared;
    }
  }

  /** Begins an upload; a size of 0 is not known yet. */
  synchronized String create(String name, long size) {
    dropOld();
    long taken = uploads.values().stream().mapToLong(Upload::taken).sum();
    if (size < 0 || size > MOST_BYTES) {
      throw Requests.bad("size_bytes", Long.toString(size), "0 to " + MOST_BYTES);
    }
    if (taken + size > MOST_BYTES) {
      throw new Problem(
          MindReason.NO_ROOM,
          "Other uploads take " + taken + " bytes; all together may take " + MOST_BYTES);
    }
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
    if (end > upload.most()) {
      throw Requests.bad("data", "bytes up to " + end, "up to " + upload.most());
    }
    if (end > upload.received) {
      requireRoom(data.remaining());
      data.position(data.position() + (int) (upload.received - offset));
      append(upload, data);
    }
    return upload.received;
  }

  private static void append(Upload upload, ByteBuffer data) {
    try (FileChannel channel = FileChannel.open(upload.file, StandardOpenOption.WRITE)) {
      long at = upload.received;
      while (data.hasRemaining()) {
        at += channel.write(data, at);
      }
      upload.received = at;
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
    String actual = digest(upload.file);
    if (!actual.equalsIgnoreCase(sha256)) {
      drop(id);
      throw new Problem(
          MindReason.UPLOAD_MISMATCH,
          "sha256: the bytes that arrived have " + actual + " (expected: " + sha256 + ")");
    }
    upload.sha256 = actual;
    return upload.received;
  }

  /** Returns an archive that is there as a whole. */
  synchronized Whole whole(String id) {
    Upload upload = find(id);
    if (upload.sha256.isEmpty()) {
      throw new Problem(MindReason.UPLOAD_MISMATCH, "The upload was not finished");
    }
    return new Whole(upload.file, upload.name, upload.received, upload.sha256);
  }

  /** Deletes an archive; one that is not there is deleted already. */
  synchronized void drop(String id) {
    Upload upload = uploads.remove(id);
    if (upload != null) {
      try {
        Files.deleteIfExists(upload.file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + upload.file, e);
      }
    }
  }

  private void dropOld() {
    long before = clock.millis() - LIFE.toMillis();
    uploads.entrySet().stream()
        .filter(each -> each.getValue().since < before)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::drop);
  }

  private Upload find(String id) {
    Upload upload = uploads.get(id);
    if (upload == null) {
      throw new Problem(
          MindReason.UPLOAD_NOT_FOUND,
          "upload_id: " + id + " is not there; send the archive again",
          Map.of("upload_id", id));
    }
    return upload;
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
          "The disk has " + free + " bytes left (expected: at least " + (bytes + ROOM) + ")");
    }
  }

  private static String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
