package pmm.mind.importing;

import pmm.mind.v1.ImportPhase;
import pmm.mind.v1.ImportProgress;

/**
 * How far the reading of an archive has come.
 *
 * @param readBytes the unpacked bytes that this phase has read
 * @param totalBytes those that it will read; 0 where it reads no archive
 */
record Progress(
    ImportPhase phase,
    long readBytes,
    long totalBytes,
    long conversations,
    long messages,
    long addedEvents) {
  static final Progress COMPARING = reading(ImportPhase.IMPORT_PHASE_COMPARING, 0, 0);
  static final Progress SNAPSHOT = reading(ImportPhase.IMPORT_PHASE_SNAPSHOT, 0, 0);

  static Progress reading(ImportPhase phase, long readBytes, long totalBytes) {
    return new Progress(phase, readBytes, totalBytes, 0, 0, 0);
  }

  ImportProgress toProto() {
    return ImportProgress.newBuilder()
        .setPhase(phase)
        .setDoing(doing())
        .setReadBytes(readBytes)
        .setTotalBytes(totalBytes)
        .setConversationCount(conversations)
        .setMessageCount(messages)
        .setAddedEventCount(addedEvents)
        .build();
  }

  private String doing() {
    return switch (phase) {
      case IMPORT_PHASE_COMPARING -> "Reading what is here already";
      case IMPORT_PHASE_READING -> "Reading";
      case IMPORT_PHASE_CHECKING -> "Checking the archive";
      case IMPORT_PHASE_SNAPSHOT -> "Making a snapshot";
      case IMPORT_PHASE_IMPORTING -> "Importing";
      case IMPORT_PHASE_SETTLING -> "Taking it in";
      case IMPORT_PHASE_UNSPECIFIED, UNRECOGNIZED -> "";
    };
  }
}
