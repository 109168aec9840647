package pmm.provider.egress;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import pmm.provider.failure.ProviderReason;
import pmm.provider.model.Pins;

/**
 * Checks in the handshake, so before any word or key is sent, that a server is who it says: by the
 * platform's rules, and by the pins of its host. Says in plain words what is wrong.
 */
final class ServerTrust extends X509ExtendedTrustManager {

  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final X509ExtendedTrustManager platform;
  private final Pins pins;

  private ServerTrust(X509ExtendedTrustManager platform, Pins pins) {
    this.platform = platform;
    this.pins = pins;
  }

  /** Trust in these authorities; null means those that the platform knows. */
  static ServerTrust in(@Nullable KeyStore authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities);
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .map(platform -> new ServerTrust(platform, Pins.NONE))
          .orElseThrow();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform checks certificates", e);
    }
  }

  /** The same trust, of hosts that show one of these keys. */
  ServerTrust with(Pins other) {
    return new ServerTrust(platform, other);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    try {
      platform.checkServerTrusted(chain, authType, engine);
    } catch (CertificateException e) {
      throw new UntrustedException(ProviderReason.TLS, why(e, chain[0]));
    }
    checkPins(chain);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("the way out uses no such sockets");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("without a name nobody can be trusted");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("the way out has no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("the way out has no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("the way out has no clients");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return platform.getAcceptedIssuers();
  }

  private void checkPins(X509Certificate[] chain) throws UntrustedException {
    if (pins.keys().isEmpty()) {
      return;
    }
    List<String> found = signers(chain).stream().map(ServerTrust::pin).toList();
    if (!pins.allowsOneOf(found)) {
      throw new UntrustedException(
          ProviderReason.PIN_MISMATCH,
          "It shows "
              + String.join(" and ", found)
              + " (expected: "
              + String.join(" or ", pins.keys())
              + ").");
    }
  }

  /**
   * The server's certificate, and those shown with it that signed it. Others count for nothing:
   * anybody can show a certificate that is not theirs.
   */
  private static List<X509Certificate> signers(X509Certificate[] chain) {
    List<X509Certificate> signers = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(chain[0]);
    while (next.isPresent()) {
      X509Certificate signed = next.get();
      signers.add(signed);
      next =
          Arrays.stream(chain)
              .filter(other -> !signers.contains(other) && hasSigned(other, signed))
              .findFirst();
    }
    return signers;
  }

  private static boolean hasSigned(X509Certificate signer, X509Certificate signed) {
    try {
      signed.verify(signer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String pin(X509Certificate certificate) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return Pins.pin(sha256.digest(certificate.getPublicKey().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String why(CertificateException thrown, X509Certificate shown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException _ -> {
          return "Its certificate expired on " + day(shown.getNotAfter()) + ".";
        }
        case CertificateNotYetValidException _ -> {
          return "Its certificate is valid only from "
              + day(shown.getNotBefore())
              + " (or this device's clock is wrong).";
        }
        case CertPathBuilderException _ -> {
          return "Its certificate is signed by an authority that this device does not know: "
              + shown.getIssuerX500Principal().getName()
              + ".";
        }
        default -> {}
      }
    }
    // What remains of a valid chain is the name.
    return "Its certificate is for " + names(shown) + ", not for this name.";
  }

  private static String day(Date date) {
    return date.toInstant().atZone(ZoneId.systemDefault()).toLocalDate().toString();
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names != null) {
        return String.join(
            ", ",
            names.stream()
                .filter(
                    name -> name.getFirst().equals(DNS_NAME) || name.getFirst().equals(IP_ADDRESS))
                .map(name -> String.valueOf(name.get(1)))
                .toList());
      }
    } catch (CertificateException e) {
      // Its names cannot be read; its subject can.
    }
    return certificate.getSubjectX500Principal().getName();
  }
}
