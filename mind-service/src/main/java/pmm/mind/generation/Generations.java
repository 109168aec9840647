package pmm.mind.generation;

import io.grpc.Channel;
import pmm.mindstate.Models;

/** Chooses where an answer comes from. */
public final class Generations {
  private final Generation voice = new VoiceGeneration();
  private final Generation provider;

  /** The built-in voice, and the models behind this channel to the gateway. */
  public Generations(Channel gateway) {
    provider = new ProviderGeneration(gateway);
  }

  /** Returns what speaks under that id. */
  public Generation of(String modelId) {
    return modelId.equals(Models.BUILT_IN) ? voice : provider;
  }
}
