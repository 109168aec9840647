package pmm.ui.door;

import com.linecorp.armeria.common.HttpHeaders;

/**
 * The headers of every answer, whatever it says. There is never one that opens it to other origins.
 */
public final class SafeHeaders {
  /**
   * react-aria marks what can be pressed by one style element of its own; nothing else is injected.
   */
  private static final String INJECTED_STYLE = "";

  private static final String CONTENT_SECURITY_POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "font-src 'self'",
          "img-src 'self' data: blob:",
          "connect-src 'self'",
          "form-action 'none'",
          "base-uri 'none'",
          "frame-ancestors 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types 'none'");

  private SafeHeaders() {}

  /** The headers. */
  public static HttpHeaders all() {
    return HttpHeaders.builder()
        .add("content-security-policy", CONTENT_SECURITY_POLICY)
        .add("x-content-type-options", "nosniff")
        .add("referrer-policy", "no-referrer")
        .add("cross-origin-opener-policy", "same-origin")
        .add("cross-origin-resource-policy", "same-origin")
        .add("cross-origin-embedder-policy", "require-corp")
        .add(
            "permissions-policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(),"
                + " magnetometer=(), microphone=(), midi=(), payment=(), usb=()")
        .build();
  }
}
