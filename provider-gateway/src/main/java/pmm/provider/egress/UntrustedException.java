package pmm.provider.egress;

import java.security.cert.CertificateException;
import pmm.provider.failure.Failure;
import pmm.provider.failure.ProviderReason;

/** A server that cannot show who it is; nothing was sent to it. */
final class UntrustedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final ProviderReason reason;

  UntrustedException(ProviderReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  Failure failure() {
    return new Failure(reason, String.valueOf(getMessage()));
  }
}
