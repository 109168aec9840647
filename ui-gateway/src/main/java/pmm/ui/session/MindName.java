package pmm.ui.session;

import java.util.concurrent.TimeUnit;
import pmm.mind.v1.GetMindRequest;
import pmm.mind.v1.MindServiceGrpc;
import pmm.ui.mesh.Mesh;

/** The word that confirms a grave act. */
final class MindName {
  private static final String WHILE_NAMELESS = "pmm";
  private static final long SECONDS = 2;

  private final Mesh mesh;

  MindName(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Whether this is the mind's name, whatever the case. */
  boolean is(String typed) {
    String name =
        MindServiceGrpc.newBlockingStub(mesh.asGateway("mind"))
            .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
            .getMind(GetMindRequest.getDefaultInstance())
            .getMind()
            .getName();
    return typed.strip().equalsIgnoreCase(name.isBlank() ? WHILE_NAMELESS : name.strip());
  }
}
