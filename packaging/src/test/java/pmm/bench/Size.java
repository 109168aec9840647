package pmm.bench;

/**
 * How much is measured.
 *
 * @param runs how often each way takes its turn
 * @param warmUps bursts through each way before anything is measured
 * @param questions of which the time to the first word is taken
 * @param pacedChunks words of a paced answer
 * @param burstChunks words of an answer in a burst
 * @param burstRounds how often all ask in one run
 * @param tabs that are closed
 * @param starts of the whole mesh
 */
record Size(
    int runs,
    int warmUps,
    int questions,
    int pacedChunks,
    int burstChunks,
    int burstRounds,
    int tabs,
    int starts) {

  static Size of(String name) {
    return switch (name) {
      case "full" -> new Size(5, 20, 100, 200, 200, 3, 192, 5);
      case "small" -> new Size(1, 2, 10, 50, 100, 1, 16, 1);
      default -> throw new IllegalArgumentException(name + " (expected: full or small)");
    };
  }
}
