package pmm.provider.codec;

import java.util.Map;

/**
 * A call to make, as a codec wishes it: no host and no key.
 *
 * @param method GET or POST
 * @param path to append to the model's base address
 * @param headers without the key
 * @param body UTF-8 JSON; empty for none
 * @param keyHeader how the key travels, should there be one
 */
public record HttpCall(
    String method, String path, Map<String, String> headers, byte[] body, KeyHeader keyHeader) {

  /**
   * The header that carries a key.
   *
   * @param name its name, in lower case
   * @param prefix what stands before the key
   */
  public record KeyHeader(String name, String prefix) {
    /** What most providers use. */
    public static final KeyHeader BEARER = new KeyHeader("authorization", "Bearer ");
  }

  /** A POST of JSON. */
  static HttpCall post(String path, Map<String, String> headers, byte[] body, KeyHeader keyHeader) {
    return new HttpCall("POST", path, headers, body, keyHeader);
  }
}
