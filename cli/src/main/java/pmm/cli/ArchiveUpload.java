package pmm.cli;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import pmm.mind.v1.CreateUploadRequest;
import pmm.mind.v1.CreateUploadResponse;
import pmm.mind.v1.DropUploadRequest;
import pmm.mind.v1.FinishUploadRequest;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceBlockingStub;
import pmm.mind.v1.UploadPartRequest;
import pmm.rpc.Deadlines;

/** Sends an archive to the mind: the bytes of a file, or those of a folder as a ZIP. */
final class ArchiveUpload extends OutputStream {
  private static final int PART = 1 << 20;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final ImportServiceBlockingStub imports;
  private final Screen screen;
  private final CreateUploadResponse upload;
  private final long total;
  private final MessageDigest digest = sha256();
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);
  private long sent;
  private boolean finished;

  private ArchiveUpload(ImportServiceBlockingStub imports, Screen screen, Path place, long total) {
    this.imports = imports;
    this.screen = screen;
    this.total = total;
    String name = String.valueOf(place.getFileName());
    upload =
        imports.createUpload(
            CreateUploadRequest.newBuilder().setName(name).setSizeBytes(total).build());
  }

  /** Sends a file, or a folder, and returns the upload's id. */
  static String send(ImportServiceBlockingStub imports, Screen screen, Path place)
      throws IOException {
    boolean folder = Files.isDirectory(place);
    try (ArchiveUpload upload =
        new ArchiveUpload(imports, screen, place, folder ? 0 : Files.size(place))) {
      OutputStream parts = new BufferedOutputStream(upload, PART);
      if (folder) {
        zip(place, parts);
      } else {
        try (InputStream in = Files.newInputStream(place)) {
          in.transferTo(parts);
        }
      }
      parts.flush();
      return upload.finish();
    }
  }

  /** The same folder always becomes the same bytes: no times, files by name, no links followed. */
  private static void zip(Path folder, OutputStream out) throws IOException {
    TreeSet<Path> files = new TreeSet<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            if (about.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setLevel(Deflater.BEST_SPEED);
    for (Path file : files) {
      ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
      entry.setTime(0);
      zip.putNextEntry(entry);
      Files.copy(file, zip);
      zip.closeEntry();
    }
    zip.finish();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    for (int at = from; at < from + length; at += PART) {
      int size = Math.min(PART, from + length - at);
      UploadPartRequest part =
          UploadPartRequest.newBuilder()
              .setUploadId(upload.getUploadId())
              .setOffset(sent)
              .setData(ByteString.copyFrom(bytes, at, size))
              .build();
      arrived();
      underWay = CompletableFuture.runAsync(() -> imports.uploadPart(part));
      // The next one is read and digested while this one is on its way.
      digest.update(bytes, at, size);
      sent += size;
      screen.progress("Sending (" + Text.size(sent) + ")", sent, total);
    }
  }

  /** Waits for the part that is on its way. */
  private void arrived() {
    try {
      underWay.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Nothing is left of an upload that broke off. */
  @Override
  public void close() {
    if (!finished) {
      underWay.exceptionally(failure -> null).join();
      drop(imports, upload.getUploadId());
    }
  }

  /** Deletes an upload. Where that fails, the mind does so by itself a day later. */
  static void drop(ImportServiceBlockingStub imports, String upload) {
    try {
      imports.dropUpload(DropUploadRequest.newBuilder().setUploadId(upload).build());
    } catch (StatusRuntimeException e) {
      // What led here says more.
    }
  }

  private String finish() {
    arrived();
    Deadlines.within(LONG, imports)
        .finishUpload(
            FinishUploadRequest.newBuilder()
                .setUploadId(upload.getUploadId())
                .setSha256(HexFormat.of().formatHex(digest.digest()))
                .build());
    finished = true;
    return upload.getUploadId();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
