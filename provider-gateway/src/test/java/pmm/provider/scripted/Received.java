package pmm.provider.scripted;

import java.time.Instant;
import java.util.Map;

/**
 * A request as it arrived.
 *
 * @param at when its head arrived
 * @param method the HTTP method
 * @param path the path
 * @param headers by name in lower case
 * @param body as text
 * @param port the port at the other end of the connection it came by
 */
public record Received(
    Instant at, String method, String path, Map<String, String> headers, String body, int port) {}
