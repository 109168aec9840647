package pmm.rpc;

import io.grpc.Status;
import io.grpc.StatusException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a service is reached, with which token.
 *
 * @param address HOST:PORT
 * @param token the token of the caller's role
 * @param stamp tells the files it was read from from those of any later start
 */
record Endpoint(String address, String token, List<Object> stamp) {

  @Override
  public String toString() {
    return address;
  }

  /** Reads the endpoint of a service, for callers of a role. */
  record Source(Home home, String service, Role role, @Nullable String fixedAddress) {

    /** The endpoint; the known one if no file has changed, which costs two stat calls. */
    Endpoint current(@Nullable Endpoint known) throws StatusException {
      Path addressFile = home.runDir(service).resolve(RunFolder.ADDRESS);
      Path tokenFile = home.token(service, role);
      try {
        List<Object> stamp =
            fixedAddress == null
                ? List.of(stamp(addressFile), stamp(tokenFile))
                : List.of(stamp(tokenFile));
        if (known != null && known.stamp.equals(stamp)) {
          return known;
        }
        String address =
            fixedAddress == null ? Files.readString(addressFile).strip() : fixedAddress;
        return new Endpoint(address, Files.readString(tokenFile).strip(), stamp);
      } catch (IOException missing) {
        throw Status.UNAVAILABLE
            .withDescription(service + " is not running (no " + missing.getMessage() + ")")
            .asException();
      }
    }

    private static Object stamp(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(
          attributes.lastModifiedTime(),
          attributes.fileKey() == null ? attributes.size() : attributes.fileKey());
    }
  }
}
