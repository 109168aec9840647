package pmm.provider.codec;

/** What differs between formats while one answer is read. Holds the state of that answer. */
interface WireFormat {

  /** Some bytes of a stream. */
  void bytes(byte[] chunk, EventList events);

  /** The stream is over; a format that can be sure the answer is whole says so. */
  void end(EventList events);

  /** The body was one JSON document after all. */
  void document(String json, EventList events);

  /** Whether a stream's first byte may be a brace. */
  boolean linesAreJson();
}
