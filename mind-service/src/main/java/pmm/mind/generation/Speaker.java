package pmm.mind.generation;

import pmm.mindstate.Models;

/**
 * Who answers.
 *
 * @param model the model in its version
 * @param locality where it runs: "builtin", "proved", "declared", "remote"; empty if it was never
 *     reached
 * @param networkAttemptEventId the network_attempt event; 0 if nothing used the network
 * @param drifted whether the digest is another than the one last seen
 * @param withoutTools whether it takes no tools, so that none were offered
 */
public record Speaker(
    Models.Ref model,
    String locality,
    long networkAttemptEventId,
    boolean drifted,
    boolean withoutTools) {

  /** Returns a speaker of whom nothing but the id is known yet. */
  public static Speaker unknown(String modelId) {
    return new Speaker(new Models.Ref(modelId, "", "unspecified"), "", 0, false, false);
  }
}
