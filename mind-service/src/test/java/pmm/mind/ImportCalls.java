package pmm.mind;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.UUID;
import pmm.mind.v1.CreateUploadRequest;
import pmm.mind.v1.DryRunRequest;
import pmm.mind.v1.DryRunResponse;
import pmm.mind.v1.FinishUploadRequest;
import pmm.mind.v1.ImportReport;
import pmm.mind.v1.ImportServiceGrpc;
import pmm.mind.v1.ImportServiceGrpc.ImportServiceBlockingStub;
import pmm.mind.v1.RunRequest;
import pmm.mind.v1.RunResponse;
import pmm.mind.v1.UploadPartRequest;
import pmm.rpc.Role;

/** What every client of ImportService does. */
final class ImportCalls {
  private static final int PART = 1 << 20;

  private ImportCalls() {}

  static ImportServiceBlockingStub imports(MindFixture mesh) {
    return ImportServiceGrpc.newBlockingStub(mesh.channel("mind", Role.CLI));
  }

  static String upload(ImportServiceBlockingStub imports, String archive) {
    return upload(imports, archive.getBytes(StandardCharsets.UTF_8));
  }

  static String upload(ImportServiceBlockingStub imports, byte[] bytes) {
    String id = create(imports, bytes.length);
    for (int from = 0; from < bytes.length; from += PART) {
      part(imports, id, from, bytes, Math.min(bytes.length, from + PART));
    }
    finish(imports, id, sha256(bytes));
    return id;
  }

  static String create(ImportServiceBlockingStub imports, long size) {
    return imports
        .createUpload(CreateUploadRequest.newBuilder().setName("a.json").setSizeBytes(size).build())
        .getUploadId();
  }

  static long part(ImportServiceBlockingStub imports, String id, int from, byte[] bytes, int to) {
    return imports
        .uploadPart(
            UploadPartRequest.newBuilder()
                .setUploadId(id)
                .setOffset(from)
                .setData(
                    from < to
                        ? ByteString.copyFrom(bytes, from, to - from)
                        : ByteString.copyFrom(bytes))
                .build())
        .getReceivedBytes();
  }

  static void finish(ImportServiceBlockingStub imports, String id, String sha256) {
    imports.finishUpload(
        FinishUploadRequest.newBuilder().setUploadId(id).setSha256(sha256).build());
  }

  static ImportReport dryRun(ImportServiceBlockingStub imports, String upload) {
    Iterator<DryRunResponse> parts =
        imports.dryRun(DryRunRequest.newBuilder().setUploadId(upload).build());
    DryRunResponse last = DryRunResponse.getDefaultInstance();
    while (parts.hasNext()) {
      last = parts.next();
    }
    return last.getReport();
  }

  static ImportReport run(ImportServiceBlockingStub imports, String upload) {
    return run(imports, request(upload, UUID.randomUUID().toString()).build());
  }

  static RunRequest.Builder request(String upload, String requestId) {
    return RunRequest.newBuilder().setUploadId(upload).setRequestId(requestId);
  }

  static ImportReport run(ImportServiceBlockingStub imports, RunRequest request) {
    Iterator<RunResponse> parts = imports.run(request);
    RunResponse last = RunResponse.getDefaultInstance();
    while (parts.hasNext()) {
      last = parts.next();
    }
    return last.getReport();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
