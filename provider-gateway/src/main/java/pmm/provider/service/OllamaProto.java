package pmm.provider.service;

import pmm.provider.codec.PullReader;
import pmm.provider.model.Model;
import pmm.provider.ollama.Finding;
import pmm.provider.ollama.Inventory;
import pmm.provider.ollama.ModelChecks;
import pmm.provider.ollama.Room;
import pmm.provider.ollama.Suggestion;
import pmm.provider.v1.ModelCheck;
import pmm.provider.v1.OllamaModel;
import pmm.provider.v1.PullProgress;
import pmm.provider.v1.PullSpace;
import pmm.provider.v1.SuggestedModel;

/** Between the contract's words and ours, where models are kept. */
final class OllamaProto {

  private OllamaProto() {}

  static ModelCheck check(Model model, ModelChecks.Check check) {
    return ModelCheck.newBuilder()
        .setModelId(model.id())
        .setState(state(check.finding().state()))
        .setMessage(check.finding().message())
        .setHost(model.address().host())
        .setDigest(check.digest())
        .setDigestBefore(check.digestBefore())
        .build();
  }

  static ModelCheck.State state(Finding.State state) {
    return switch (state) {
      case READY -> ModelCheck.State.STATE_READY;
      case NOT_ASKED -> ModelCheck.State.STATE_NOT_ASKED;
      case NOT_RUNNING -> ModelCheck.State.STATE_NOT_RUNNING;
      case NOT_INSTALLED -> ModelCheck.State.STATE_NOT_INSTALLED;
      case OUTSIDE_CONTAINER -> ModelCheck.State.STATE_OUTSIDE_CONTAINER;
      case NOT_PULLED -> ModelCheck.State.STATE_NOT_PULLED;
      case FORWARDS -> ModelCheck.State.STATE_FORWARDS;
      case KEY_MISSING -> ModelCheck.State.STATE_KEY_MISSING;
      case HOST_UNKNOWN -> ModelCheck.State.STATE_HOST_UNKNOWN;
      case FAILED -> ModelCheck.State.STATE_FAILED;
    };
  }

  static OllamaModel item(Inventory.Item item) {
    return OllamaModel.newBuilder()
        .setName(item.listed().name())
        .setModelId(item.modelId())
        .setAdded(item.added())
        .setSizeBytes(item.listed().sizeBytes())
        .setQuantization(item.listed().quantization())
        .setParameterSize(item.listed().parameterSize())
        .setFamily(item.listed().family())
        .setDigest(item.listed().digest())
        .setDigestBefore(item.digestBefore())
        .setContextTokens(item.contextTokens())
        .setLocality(ProviderProto.locality(item.locality()))
        .setRemoteHost(item.remoteHost())
        .build();
  }

  static PullSpace space(Room room) {
    return PullSpace.newBuilder()
        .setNeededBytes(room.neededBytes())
        .setFreeBytes(room.freeBytes())
        .setFolder(room.folder())
        .build();
  }

  static PullProgress progress(PullReader.Progress progress) {
    return PullProgress.newBuilder()
        .setPhase(phase(progress.phase()))
        .setDoneBytes(progress.doneBytes())
        .setTotalBytes(progress.totalBytes())
        .setFraction(progress.fraction())
        .build();
  }

  static SuggestedModel suggestion(Suggestion suggestion, long deviceMemory) {
    return SuggestedModel.newBuilder()
        .setModelId("ollama:" + suggestion.name())
        .setTitle(suggestion.title())
        .setMaker(suggestion.maker())
        .setSummary(suggestion.summary())
        .setSizeBytes(suggestion.sizeBytes())
        .setMemoryBytes(suggestion.memoryBytes())
        .setLicense(suggestion.license())
        .setFits(suggestion.memoryBytes() <= deviceMemory)
        .build();
  }

  private static PullProgress.Phase phase(PullReader.Phase phase) {
    return switch (phase) {
      case STARTING -> PullProgress.Phase.PHASE_STARTING;
      case DOWNLOADING -> PullProgress.Phase.PHASE_DOWNLOADING;
      case VERIFYING -> PullProgress.Phase.PHASE_VERIFYING;
    };
  }
}
