package pmm.provider.consent;

/**
 * What a call wants to be allowed.
 *
 * @param host whom it would reach
 * @param occasion why, and with which kinds of words
 * @param bodyToken what ties a consent to its very bytes
 */
public record Need(String host, Occasion occasion, String bodyToken) {}
