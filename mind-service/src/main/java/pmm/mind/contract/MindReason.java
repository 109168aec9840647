package pmm.mind.contract;

import io.grpc.Status.Code;
import pmm.rpc.Reason;

/** Why a call to the mind failed. */
public enum MindReason implements Reason {
  /** A field of the request is missing or wrong. */
  BAD_REQUEST,
  /** There is no conversation of that id. */
  CONVERSATION_NOT_FOUND,
  /** There is no such message in that conversation. */
  MESSAGE_NOT_FOUND,
  /** The event names no such file, or its bytes are not in the mind. */
  ATTACHMENT_NOT_FOUND,
  /** There is no answer at that event. */
  ANSWER_NOT_FOUND,
  /** There is no model of that id. */
  MODEL_NOT_FOUND,
  /** There is no memory at that event. */
  MEMORY_NOT_FOUND,
  /** The person has decided about that memory before. */
  MEMORY_DECIDED,
  /** There is no promise and no proposal of that id. */
  COMMITMENT_NOT_FOUND,
  /** The message, promise or proposal does not stand as the act needs it. */
  ACT_NOT_POSSIBLE,
  /** The conversation has an answer that is being written. */
  ANSWER_UNDER_WAY,
  /** There is no upload of that id: it was dropped, or never begun. */
  UPLOAD_NOT_FOUND,
  /** The part or the end of an upload does not fit what was sent before. */
  UPLOAD_MISMATCH,
  /** The disk has no room for an upload. */
  NO_ROOM,
  /** Nobody wrote such an archive, or it cannot be read. */
  ARCHIVE_UNREADABLE,
  /** Another archive is being taken in. */
  IMPORT_UNDER_WAY,
  /** There is no import of that id. */
  IMPORT_NOT_FOUND,
  /** The ledger cannot be reached. */
  LEDGER_AWAY,
  /** The mind has not taken in the ledger's events yet. */
  NOT_READY;

  @Override
  public Code code() {
    return switch (this) {
      case BAD_REQUEST, ARCHIVE_UNREADABLE -> Code.INVALID_ARGUMENT;
      case MEMORY_NOT_FOUND,
          CONVERSATION_NOT_FOUND,
          MESSAGE_NOT_FOUND,
          ATTACHMENT_NOT_FOUND,
          ANSWER_NOT_FOUND,
          MODEL_NOT_FOUND,
          COMMITMENT_NOT_FOUND,
          UPLOAD_NOT_FOUND,
          IMPORT_NOT_FOUND ->
          Code.NOT_FOUND;
      case MEMORY_DECIDED, ACT_NOT_POSSIBLE, ANSWER_UNDER_WAY, UPLOAD_MISMATCH, IMPORT_UNDER_WAY ->
          Code.FAILED_PRECONDITION;
      case NO_ROOM -> Code.RESOURCE_EXHAUSTED;
      case LEDGER_AWAY, NOT_READY -> Code.UNAVAILABLE;
    };
  }

  @Override
  public String domain() {
    return "mind.pmm";
  }
}
