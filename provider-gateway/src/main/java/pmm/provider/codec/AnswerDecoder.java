package pmm.provider.codec;

import java.util.List;

/**
 * Reads one answer from its bytes, however they are split. Head first, then bytes, then end; after
 * a last event everything is ignored. Not thread-safe.
 */
public interface AnswerDecoder extends AutoCloseable {

  /** The status and headers have arrived. */
  List<AnswerEvent> head(ResponseHead received);

  /** Some bytes of the body have arrived. All text among them becomes one event. */
  List<AnswerEvent> bytes(byte[] chunk);

  /** The body is over. */
  List<AnswerEvent> end();

  /** Nobody wants to know the rest. */
  @Override
  void close();
}
