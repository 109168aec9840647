package pmm.provider.codec;

/** One wire format. Stateless; {@link #reader()} makes the state of one answer. */
public interface Codec {

  /** The call that asks the prompt. */
  HttpCall encode(Prompt prompt);

  /** A reader for the answer to one call. */
  AnswerDecoder reader();
}
